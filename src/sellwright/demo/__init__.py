"""Kestrel Instruments, an invented firm: a seeded generator of its mail, meetings and deals."""
