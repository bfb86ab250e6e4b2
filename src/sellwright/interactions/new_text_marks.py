"""What a line of a mail is, one byte a line."""

from __future__ import annotations

KEEP = 0
QUOTE = 1
FORWARD = 2
FOOTER = 3
SIGNATURE = 4
