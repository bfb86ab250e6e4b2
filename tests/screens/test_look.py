"""What the look promises by itself: contrast, weight, the content policy, and nothing named that is not there."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.screens import look

STATIC = look.SCREENS / "static" / "sellwright"
TEMPLATES = look.SCREENS / "templates"
CSS = "".join((STATIC / "css" / name).read_text() for name in sorted(p.name for p in (STATIC / "css").iterdir()))
MODULES = sorted((STATIC / "js").glob("*.js"))
PARTS = sorted((TEMPLATES / "parts").glob("*.html"))
# Not on the catalogue: they stand in pages without the rail, or are answers to a search.
ELSEWHERE = {"found.html", "icon.html"}


@pytest.fixture(scope="module")
def page() -> str:
    return look.render("look.html", theme="light")


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    """Name to (light, dark)."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "css" / "tokens.css").read_text())
    return {name: (light, dark) for name, light, dark in found}


def test_the_contrast_formula_has_its_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("ink", "paper sheet well accent-tint", 7.0),
        ("ink-soft", "paper sheet well", 4.5),
        ("accent", "paper sheet well", 4.5),
        ("accent-strong", "accent-tint paper well", 4.5),
        ("ink-on", "accent accent-strong", 4.5),
        ("amber", "amber-tint paper sheet", 4.5),
        ("red", "red-tint paper sheet well", 4.5),
        ("edge", "paper sheet", 3.0),
        ("accent", "ours doubt", 1.5),
    ],
)
def test_words_can_be_read_by_day_and_by_night(ink: str, grounds: str, least: float, night: bool) -> None:
    held = tokens()
    for ground in grounds.split():
        assert contrast(held[ink][night], held[ground][night]) >= least, (ink, ground)


class Policy(HTMLParser):
    """Collects what the content policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.script = tag == "script"
        if tag == "style":
            self.found.append("style element")
        for name, value in attrs:
            outside = name in ("src", "href", "action") and re.match(r"(https?:)?//|javascript:|data:", value or "")
            if name == "style" or name.startswith(("on", "hx-on")) or outside:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.found.append(f"inline script: {data.strip()[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self.script = False


ERRORS = ("400.html", "403.html", "404.html", "500.html", "stale.html")


def broken_rules(html: str) -> list[str]:
    reader = Policy()
    reader.feed(html)
    return reader.found


def test_the_policy_reader_sees_each_kind() -> None:
    bad = '<p style="x">a</p><b onclick="y"></b><script>z()</script><style></style><script src="//a.b/c"></script>'
    assert len(broken_rules(bad)) == 5


@pytest.mark.parametrize("name", ["look.html", "signed_out.html", *ERRORS, "parts/found.html"])
def test_no_page_needs_a_hole_in_the_content_policy(name: str) -> None:
    assert broken_rules(look.render(name)) == []


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_stands_without_any_context(name: str) -> None:
    html = look.render(name, viewer=None, workspace=None, nav=None, csrf_token=None)
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_500_shows_its_number_and_only_that() -> None:
    assert "<code>a1b2c3d4</code>" in look.render("500.html", incident="a1b2c3d4")


def test_every_part_is_documented_and_in_the_catalogue() -> None:
    used = set(
        re.findall(r'(?:include|drawn) "parts/([\w.]+)"', "".join(p.read_text() for p in TEMPLATES.rglob("*.html")))
    )
    for part in PARTS:
        assert part.name in used | ELSEWHERE, f"{part.name} is shown nowhere"
        if part.name != "token.html":
            assert "{% comment %}" in part.read_text(), f"{part.name} does not say what it needs"


def test_every_string_is_marked_for_translation() -> None:
    for part in [*PARTS, TEMPLATES / "base.html", *TEMPLATES.glob("[45]0*.html")]:
        text = re.sub(
            r"{% comment %}.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}",
            "",
            part.read_text(),
            flags=re.S,
        )
        bare = re.sub(r"<kbd.*?</kbd>|<title>.*?</title>|{%.*?%}|{{.*?}}|<!?[^>]*(?:>|$)", " ", text, flags=re.S)
        words = re.findall(r"[A-Za-z]{3,}", bare)
        assert [w for w in words if w not in ("Sellwright", "min")] == [], part.name


def test_every_class_and_value_named_is_there() -> None:
    named = set(re.findall(r"var\(--([\w-]+)", CSS))
    assert named <= set(re.findall(r"--([\w-]+):", CSS))
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|url\(.*?\)", "", CSS, flags=re.S)))
    html = "".join(look.render(name) for name in ("look.html", "404.html", "500.html", "parts/found.html"))
    used = {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}
    # names without a rule of their own, kept as handles for scripts and tests
    handles = {"rail-items", "lane-list", "brief-lines", "comments", "timeline", "table-hold"}
    assert used - classes - handles == set()


def test_icons_named_are_in_the_sprite(page: str) -> None:
    held = set(re.findall(r'symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    assert set(re.findall(r"icons\.svg#(\w+)", page)) <= held


def test_ids_are_used_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    for wanted in re.findall(r'(?:aria-labelledby|aria-controls|for)="([^"]+)"', page):
        assert wanted in ids


def test_a_page_weighs_little(page: str) -> None:
    """All that a first visit to the whole catalogue fetches, compressed, under what Today alone may weigh."""
    linked = set(re.findall(r'(?:src|href)="/static/sellwright/([\w./-]+)', page))
    linked |= {"fonts/literata-latin-ext.woff2"}
    linked -= {name for name in linked if name.startswith("icons/mark-")}  # fetched when installed
    held = [page.encode(), *((STATIC / name).read_bytes() for name in sorted(linked))]
    weight = sum(len(gzip.compress(one, 6)) for one in held)
    assert {"css/tokens.css", "js/vendor/htmx.min.js", "icons.svg", "fonts/literata-latin.woff2"} <= linked
    assert weight <= 150_000


def test_htmx_is_the_pinned_one_and_set_to_the_policy(page: str) -> None:
    held = (STATIC / "js" / "vendor" / "htmx.min.js").read_bytes()
    assert hashlib.sha256(held).hexdigest() == HTMX_2_0_11
    assert b'version:"2.0.11"' in held
    settings = json.loads(re.findall(r"name=\"htmx-config\" content='([^']+)'", page)[0])
    assert settings["allowEval"] is False
    assert settings["includeIndicatorStyles"] is False
    assert settings["selfRequestsOnly"] is True
    assert (STATIC / "js" / "vendor" / "htmx.LICENSE.txt").read_text().startswith("Zero-Clause BSD")


HTMX_2_0_11 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_stay_small_and_need_no_eval(module: Path) -> None:
    text = module.read_text()
    assert len(text.splitlines()) < 200
    assert not re.search(r"\beval\(|new Function|document\.write|setAttribute\(.style", text)
    assert "https://" not in text.replace('"https:"', "")


def test_the_app_can_be_installed() -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text())
    assert manifest["display"] == "standalone"
    sizes = set()
    for icon in manifest["icons"]:
        data = (STATIC / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", data[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            sizes.add(width)
    assert {192, 512} <= sizes
