"""The HTML version of a mail, made harmless: no script, no form, no frame, nothing loaded unless asked.

Three walls, each enough alone: nh3 keeps only harmless elements and attributes; the answer's own content policy allows
nothing but its styles, pictures inside the mail and, when asked, pictures by https; and it is shown in a frame without
scripts and without an origin (docs/decisions).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import nh3

from sellwright.interactions import mime

MOST_HTML = 2_000_000  # characters; beyond that the text version has to do
MOST_INSIDE = 4_000_000  # bytes of pictures inside the mail that are shown
_LEADS_TO = ("https://", "http://", "mailto:", "tel:")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_KEPT = (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn"
    " div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q rp rt"
    " ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var"
)
_ATTRIBUTES = {
    "*": {"style", "align", "valign", "dir", "lang", "title", "width", "height", "bgcolor", "color"},
    "a": {"href"},
    "img": {"src", "alt"},
    "font": {"face", "size"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "table": {"border", "cellpadding", "cellspacing"},
    "ol": {"start", "type"},
}
# None of these can load anything or leave its place.
_KEPT_STYLES = (
    "background-color border border-bottom border-collapse border-color border-left border-radius border-right"
    " border-spacing border-style border-top border-width color direction display font-family font-size font-style"
    " font-variant font-weight height letter-spacing line-height margin margin-bottom margin-left margin-right"
    " margin-top max-width min-width padding padding-bottom padding-left padding-right padding-top text-align"
    " text-decoration text-indent text-transform vertical-align white-space width word-break word-spacing"
)
_TAGS, _STYLES = frozenset(_KEPT.split()), frozenset(_KEPT_STYLES.split())
_SHELL = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light">'
    '<base target="_blank"><style>body{{margin:12px;background:#fff;color:#222;font:15px/1.5 system-ui,sans-serif;'
    "overflow-wrap:break-word}}img{{max-width:100%;height:auto}}pre{{white-space:pre-wrap}}"
    "</style></head><body>{body}</body></html>"
)


@dataclass
class Rich:
    """A mail's HTML made harmless, and what it wanted to load."""

    body: str
    hosts: list[str] = field(default_factory=list)  # of pictures by https, in order, once each
    pictures: int = 0  # how many of them
    unsafe: int = 0  # pictures without https: never loaded

    @property
    def document(self) -> str:
        """The whole page for the frame."""
        return _SHELL.format(body=self.body)


def has_html(mail: mime.Part) -> bool:
    """Whether a mail has an HTML version."""
    return _html_part(mail) is not None


def read(mail: mime.Part, *, load: bool) -> Rich | None:
    """The HTML version; None when there is none, or more than anybody reads. `load`: pictures from outside too."""
    part = _html_part(mail)
    if part is None:
        return None
    text = part.text()
    if len(text) > MOST_HTML:
        return None
    found = Rich("")
    inside = _inside(mail)

    def keep(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return _picture(value.strip(), inside, found, load)
        if name == "href" and not value.strip().lower().startswith(_LEADS_TO):
            return None
        if name == "style" and "url" in value.lower():
            return None
        return value

    found.body = nh3.clean(
        text,
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "template", "noscript", "svg", "math", "object", "textarea"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=keep,
        filter_style_properties=set(_STYLES),
        url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return found


def policy(*, load: bool) -> str:
    """The content policy of the frame."""
    pictures = "data: https:" if load else "data:"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def _html_part(mail: mime.Part) -> mime.Part | None:
    """The last HTML part that is no file (the richest of alternatives), not looking into mails inside the mail."""
    found = None
    open_parts = [mail]
    while open_parts:
        part = open_parts.pop(0)
        if part.content_type == "text/html" and part.disposition != "attachment":
            found = part
        elif part.content_type.startswith("multipart/"):
            open_parts = [*part.parts, *open_parts]
    return found


def _inside(mail: mime.Part) -> dict[str, mime.Part]:
    """Pictures that came with the mail, by Content-ID."""
    return {
        part.headers.get("content-id").strip("<> "): part
        for part in mail.walk()
        if part.content_type in PICTURES and part.headers.get("content-id")
    }


def _picture(source: str, inside: dict[str, mime.Part], found: Rich, load: bool) -> str | None:
    """Where a picture may come from: the mail itself, or outside by https when that was asked for."""
    lowered = source[:12].lower()
    if lowered.startswith("cid:"):
        part = inside.get(source[4:])
        data = part.payload() if part is not None and len(part.body) < MOST_INSIDE else b""
        return f"data:{part.content_type};base64,{base64.b64encode(data).decode()}" if part and data else None
    if lowered.startswith("data:image/") and source[5:].lower().startswith(PICTURES):
        return source
    if lowered.startswith("https:"):
        host = urlsplit(source).hostname or ""
        found.pictures += 1
        if host and host not in found.hosts:
            found.hosts.append(host)
        return source if load else None
    if lowered.startswith("http:"):
        found.unsafe += 1
    return None
