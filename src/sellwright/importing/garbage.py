"""Python looks through all objects for cycles again and again while many are made. Rows hold none, so that looking
takes a tenth of an import's time and finds nothing: it is done seldom while rows go through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 20, 50)  # objects made and not dropped until a look; looks until a deeper one, twice


@contextmanager
def collected_seldom() -> Iterator[None]:
    """While this is held; then as before."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
