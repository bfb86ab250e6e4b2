"""Finds the things in a folder, so that adding one is writing one file. The only dynamic import in the product."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def found_in(package: str, attribute: str) -> list[object]:
    """Every object called `attribute` in the modules directly inside `package`, in name order of the modules."""
    folder: ModuleType = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = (importlib.import_module(f"{package}.{name}") for name in names)
    return [getattr(module, attribute) for module in modules if hasattr(module, attribute)]
