"""Documentation is a test: what it names exists, and what exists has its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sellwright.settings import Settings, why

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("labels/**/*.md")])
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"(?<![\w/.-])((?:tests|bench|docs|src|labels|tools)/[\w./-]+\.(?:py|md|jsonl|json|svg))")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    missing = [link for link in links if not (page.parent / link).exists()]
    missing += [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("module", sorted((ROOT / "src/sellwright/measures").glob("[a-z]*.py")), ids=lambda m: m.stem)
def test_every_measure_has_its_page(module: Path) -> None:
    page = ROOT / "docs" / "measures" / f"{module.stem}.md"
    text = page.read_text(encoding="utf-8").lower()
    assert "not be used for" in text or "not to be used for" in text
    assert f"tests/measures/test_{module.stem}.py" in text


def test_every_setting_says_why() -> None:
    assert all(why(name) for name in Settings.__dataclass_fields__)


def test_every_page_is_reachable_from_the_index() -> None:
    """From docs/README.md by links, at most three steps; decisions by their folder."""
    seen: set[Path] = set()
    edge = {ROOT / "docs" / "README.md", ROOT / "README.md"}
    for _ in range(4):
        seen |= edge
        found = {
            (page.parent / link).resolve()
            for page in edge
            for link in LINK.findall(page.read_text(encoding="utf-8"))
            if link.endswith(".md") and "://" not in link
        }
        edge = {page for page in found if page.exists()} - seen
    left = {page for page in ROOT.glob("docs/**/*.md") if page not in seen and page.parent.name != "decisions"}
    assert left == set()


def test_the_repository_speaks_of_the_product_alone() -> None:
    """No path of somebody's machine, no address of a package index."""
    pattern = re.compile(r"/(?:home|root|Users)/\w|--(?:extra-)?index-url\s|https?://\S*/simple/")
    files = [
        f for f in ROOT.rglob("*") if f.suffix in (".md", ".py", ".toml", ".lock", ".json") and ".venv" not in f.parts
    ]
    named = [str(f.relative_to(ROOT)) for f in files if f != Path(__file__) and pattern.search(f.read_text("utf-8"))]
    assert named == []
