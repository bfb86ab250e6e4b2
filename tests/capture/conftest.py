"""A real mail server, started once for a module that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import not_run
from tests.capture.dovecot import Dovecot, NoDovecot, dovecot


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Dovecot]:
    """A Dovecot of our own."""
    try:
        with dovecot() as running:
            yield running
    except NoDovecot as why:
        not_run.not_run("tests with a real mail server", str(why))
