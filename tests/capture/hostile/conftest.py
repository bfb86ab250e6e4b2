"""A hostile server for a test, and a desk that reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sellwright.capture import imap_wire
from tests.capture.hostile.desk import Desk, letters
from tests.capture.hostile.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """With twenty letters in the inbox."""
    one = Server()
    one.inbox.put(*letters(20))
    yield one
    one.close()


@pytest.fixture
def desk(db: None, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Patient for a fifth of a second only."""
    monkeypatch.setattr(imap_wire, "SILENCE", 0.2)
    one = Desk(server)
    yield one
    one.reader.close()
