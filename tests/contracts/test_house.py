"""The budgets of STYLE.md, checked over every module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "sellwright"
MODULES = sorted(path for path in SRC.rglob("*.py") if path.parent.name != "migrations")  # Django writes those
BANNED = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "service", "misc", "lib"}
NAMED_BY_DJANGO = {"store/sqlite/base.py"}  # an engine's connection is looked for there


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(SRC)))
def test_module_keeps_its_budget(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert module.stem not in BANNED or str(module.relative_to(SRC)) in NAMED_BY_DJANGO
    assert text.count("\n") <= 400
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 80, node.name


def test_most_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_public_functions_say_what_they_do() -> None:
    silent = [
        f"{module.relative_to(SRC)}:{node.name}"
        for module in MODULES
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
