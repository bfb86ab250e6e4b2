"""The text of an HTML letter, as its reader would see it, with quotes marked the way plain mail marks them.

A reader of tags over `str.split`, with no tree: time grows linearly with the input whatever the nesting, where tree
builders need minutes for a few hundred kilobytes of open tags (docs/decisions/0004). Broken HTML gives some text and
never an error.
"""

from __future__ import annotations

import html as _html
import re

MAX_CHARS = 2_000_000  # of HTML that are read
MAX_TAGS = 80_000  # and tags: no letter by hand has a tenth of them
MAX_TEXT = 250_000  # characters of text that are made of it
RULE = "_" * 32  # a line drawn across the page
_MAX_QUOTES = 30
_LINK_CHARS = 60
_REWINDS = 5  # hidden elements never closed: so many are read again as if they were visible

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:]*")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u034f\ufeff\u00ad\u2060\u2007\u200e\u200f\u061c]+")
_HREF = re.compile(r"\bhref\s*=\s*[\"']?\s*(https?://[^\s\"'>]{1,400})", re.I)
_ALT = re.compile(r"\balt\s*=\s*[\"']([^\"'\x00-\x7f]{1,4})[\"']", re.I)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|[\"'])"
    r"|font-size\s*:\s*0(?:px|pt)?\s*(?:;|[\"'])|opacity\s*:\s*0\s*(?:;|[\"'])",
    re.I,
)
_TIGHT = re.compile(r"mso(?:normal|plaintext|listparagraph)|margin(?:-bottom)?\s*:\s*0", re.I)
_INDENT = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)|webkit-indent", re.I)
_REPLY_RULE = re.compile(
    r"border-top\s*:\s*solid\s*#(?:e1e1e1|b5c4df|b5c4e0)|divrplyfwdmsg|border-top:#(?:e1e1e1|b5c4df)", re.I
)

_SKIPPED = frozenset(("script", "style", "title", "template", "svg", "math", "object", "noframes"))
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure")
)
_BLOCKS = frozenset(
    (
        "div", "tr", "section", "article", "header", "footer", "center", "form", "address", "dt", "dd", "body",
        "html",
        "main", "nav", "aside", "fieldset", "caption", "thead", "tbody", "tfoot", "head", "figcaption", "summary",
        "details",
    )
)  # fmt: skip
# Elements that change only how words look: nothing to do unless a style hides them.
_UNSEEN = frozenset(("span", "b", "i", "u", "font", "strong", "em", "o:p", "small", "sup", "sub", "tbody", "wbr"))
_UNSEEN_ENDS = frozenset(f"/{name}" for name in _UNSEEN) | {"/td", "/th", "/br", "/img"}


def to_text(html: str, max_chars: int = MAX_CHARS, max_tags: int = MAX_TAGS) -> str:
    """Plain text of an HTML letter: lines ended by \\n, quotes prefixed by "> " a level, cells parted by tabs.

    Scripts, styles, comments and hidden text are left out. Reading ends after `max_chars` characters, `max_tags` signs
    "<", or `MAX_TEXT` characters of text, whichever comes first.
    """
    html = html[:max_chars]
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    return _Reader(html.split("<", max_tags + 1)[: max_tags + 1]).read()


class _Reader:
    """Walks over the pieces between "<" signs, writing lines."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.index = 1
        self.lines: list[str] = []
        self.line: list[str] = []
        self.blank = False  # an empty line is due before the next text
        self.quotes: list[str] = []  # open quotes: the tag that closes each, with how many of it are open inside
        self.inner: list[int] = []
        self.boxes: list[bool] = []  # open blockquotes: is it a quote (True) or an indent?
        self.level = 0  # how many of them are quotes
        self.lists: list[int] = []  # open lists: the next number, or 0 for bullets
        self.link = ("", 0)  # the open link's address, and where in the line it began
        self.pre = 0
        self.rewinds = _REWINDS
        self.written = 0  # characters of all lines

    def read(self) -> str:
        pieces = self.pieces
        self._say(pieces[0])
        while self.index < len(pieces) and self.written <= MAX_TEXT:
            piece = pieces[self.index]
            self.index += 1
            found = _TAG.match(piece)
            if found is None:
                if piece[:1] in ("!", "?", "/"):
                    self._say(piece.partition(">")[2])
                else:
                    self._say("<" + piece)
                continue
            tag, _, text = piece.partition(">")
            if "=" in tag and tag.count('"') & 1 and '"' in text:
                more, _, text = text[text.index('"') :].partition(">")
                tag += more
            name = found.group().lower()
            if name in _UNSEEN_ENDS or (name in _UNSEEN and "style" not in tag):
                pass
            elif name[0] == "/":
                self._close(name[1:])
            else:
                if self._open(name, tag):
                    continue
            if text:
                self._say(text)
        self._flush()
        return "\n".join(self.lines).strip("\n")

    def _say(self, text: str) -> None:
        if "&" in text:
            text = _html.unescape(text)
        if self.pre and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self.line.append(line)
                self._flush(always=True)
        self.line.append(text)

    def _open(self, name: str, tag: str) -> bool:
        """Answers whether the element was passed over, with all its text."""
        if name in ("b", "i", "span", "strong", "em", "font", "u", "o:p", "td", "th", "div", "p", "tr", "table", "a"):
            if len(tag) > len(name) and "style" in tag and _HIDDEN.search(tag, 0, 4000):
                return self._skip(name, hidden=True)
            if name in ("td", "th"):
                self.line.append("\t")
                return False
        if name == "br":
            self._flush(always=True)
        elif name in _PARAGRAPHS or name in _BLOCKS:
            self._open_block(name, tag)
        elif name == "a":
            found = _HREF.search(tag, 0, 4000) if "http" in tag else None
            self.link = (_html.unescape(found.group(1)) if found else "", len(self.line))
        elif name == "li":
            self._flush()
            number = self.lists[-1] if self.lists else 0
            self.line.append(f"{number}. " if number else "- ")
            if number:
                self.lists[-1] += 1
        elif name in _SKIPPED:
            return self._skip(name, hidden=False)
        elif name == "hr":
            self._flush()
            self.line.append(RULE)
            self._flush()
        elif name == "img":
            found = _ALT.search(tag, 0, 4000) if "alt" in tag else None
            if found:
                self.line.append(found.group(1))
        return False

    def _open_block(self, name: str, tag: str) -> None:
        self._flush()
        tight = len(tag) > len(name) and name == "p" and _TIGHT.search(tag, 0, 2000)
        if name in _PARAGRAPHS and not tight and (name not in ("ul", "ol", "table") or not self.lists):
            self.blank = True
        if self.quotes and name == self.quotes[-1]:
            self.inner[-1] += 1
        if name in ("ul", "ol"):
            self.lists.append(1 if name == "ol" else 0)
        elif name == "pre":
            self.pre += 1
        elif name == "blockquote":
            quote = not (_INDENT.search(tag, 0, 2000) and "cite" not in tag and "gmail_quote" not in tag)
            self.boxes.append(quote and self.level < _MAX_QUOTES)
            self.level += self.boxes[-1]
        elif name == "div" and len(tag) > 10:
            if "yahoo_quoted" in tag and len(self.quotes) < _MAX_QUOTES:
                self.quotes.append("div")
                self.inner.append(0)
            elif ("border-top" in tag or "divRply" in tag) and _REPLY_RULE.search(tag, 0, 2000):
                self.line.append(RULE)
                self._flush()

    def _close(self, name: str) -> None:
        if name == "a":
            self._close_link()
        elif name in _PARAGRAPHS or name in _BLOCKS:
            self._flush()
            if name in ("blockquote", "table", "ul", "ol", "pre") or (name[0] == "h" and len(name) == 2):
                self.blank = True
            if name in ("ul", "ol") and self.lists:
                self.lists.pop()
            elif name == "pre" and self.pre:
                self.pre -= 1
            elif name == "blockquote" and self.boxes:
                self.level -= self.boxes.pop()
            if self.quotes and name == self.quotes[-1]:
                if self.inner[-1]:
                    self.inner[-1] -= 1
                else:
                    self.quotes.pop()
                    self.inner.pop()
        elif name == "li":
            self._flush()

    def _close_link(self) -> None:
        address, begin = self.link
        self.link = ("", 0)
        if not address or len(address) > _LINK_CHARS:
            return
        said = " ".join("".join(self.line[begin:]).split())
        bare = address.split("://", 1)[1].rstrip("/").removeprefix("www.")
        if said and bare.lower() not in said.lower() and said.lower().rstrip("/") not in address.lower():
            self.line.append(f" ({address})")

    def _skip(self, name: str, hidden: bool) -> bool:
        """Pass over an element and all inside it. A hidden one that is never closed is read after all: False."""
        depth = 1
        opening, closing = name, "/" + name
        for index in range(self.index, len(self.pieces)):
            piece = self.pieces[index]
            head = piece[: len(name) + 2].lower()
            if head.startswith(closing):
                depth -= 1
                if not depth:
                    self.index = index + 1
                    self._say(piece.partition(">")[2])
                    return True
            elif hidden and head.startswith(opening) and not head[len(name) :][:1].isalnum():
                if name == "p":  # a paragraph ends where the next begins
                    self.index = index
                    return True
                depth += 1
        if hidden and self.rewinds:
            self.rewinds -= 1
            return False
        self.index = len(self.pieces)
        return True

    def _flush(self, always: bool = False) -> None:
        """End the line. An empty one is written only when asked for."""
        if not self.line:
            if always:
                self._write("")
            return
        text = "".join(self.line)
        self.line.clear()
        self.link = (self.link[0], 0)
        if self.pre:
            shown = text.replace("\xa0", " ").rstrip()
        elif "\t" in text:
            shown = "\t".join(filter(None, (" ".join(cell.split()) for cell in text.split("\t"))))
        else:
            shown = " ".join(text.split())
        if not shown.isascii() and not _INVISIBLE.sub("", shown).strip():
            shown = ""
        if shown or always or text.strip(" \t\n\r\f"):
            self._write(shown)

    def _write(self, text: str) -> None:
        level = len(self.quotes) + self.level
        prefix = "> " * level
        if text:
            if self.blank and self.lines and self.lines[-1].strip("> "):
                last = len(self.lines[-1]) - len(self.lines[-1].lstrip("> "))
                self.lines.append(">" if level and last else "")
            self.blank = False
            self.lines.append(prefix + text if level else text)
            self.written += len(prefix) + len(text) + 1
        elif self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" if level else "")
