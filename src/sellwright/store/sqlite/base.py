"""Where Django looks for an engine's connection; the name is Django's."""

from sellwright.store.sqlite.turns import DatabaseWrapper

__all__ = ["DatabaseWrapper"]
