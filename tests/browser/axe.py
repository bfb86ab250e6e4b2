"""axe-core on a page: what a screen reader or a keyboard would stumble over. The script is in vendor, under its MPL."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAVE = ("serious", "critical")


@cache
def script() -> str:
    """axe-core, as it was published."""
    return (Path(__file__).with_name("vendor") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page, impacts: tuple[str, ...] = GRAVE) -> list[str]:
    """One line for each finding of these impacts: rule, what is wrong, where. An empty list is a clean page.

    The script is evaluated by the browser's debugger, so a page's content policy need not allow it.
    """
    page.evaluate(script())
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{finding['id']} ({finding['impact']}): {finding['help']}: {node['html'][:120]}"
        for finding in found["violations"]
        if finding["impact"] in impacts
        for node in finding["nodes"]
    ]
