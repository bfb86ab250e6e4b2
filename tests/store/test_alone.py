"""A turn is one's own among threads and processes, and whoever is killed leaves it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from sellwright.store.alone import StillTaken, alone

pytestmark = pytest.mark.django_db(transaction=True)

HOLD = """
import os, sys, time
import django; django.setup()
from sellwright.store.alone import alone
with alone("token-7"):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_one_at_a_time_and_the_next_comes_at_once() -> None:
    inside, most, passed = 0, 0, []
    lock = threading.Lock()

    def go() -> None:
        nonlocal inside, most
        with alone("token-1"):
            with lock:
                inside += 1
                most = max(most, inside)
            passed.append(1)
            with lock:
                inside -= 1
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert (most, len(passed)) == (1, 6)


def test_other_names_do_not_wait_and_the_same_gives_up_in_time() -> None:
    failed: list[BaseException] = []

    def go() -> None:
        try:
            with alone("token-2"), alone("token-3"):
                pass
            with alone("token-1", seconds=0.1):
                pass
        except StillTaken as failure:
            failed.append(failure)
        connection.close()

    with alone("token-1"):
        other = threading.Thread(target=go)
        other.start()
        other.join(30)
    assert len(failed) == 1
    with alone("token-1", seconds=0.1):
        pass


def test_a_process_that_is_killed_leaves_its_turn() -> None:
    env: dict[str, Any] = {**os.environ, "SELLWRIGHT_HOME": str(settings.HOME)}
    if connection.vendor == "postgresql":
        held = connection.settings_dict
        env["DATABASE_URL"] = (
            f"postgresql://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"
        )
    with subprocess.Popen([sys.executable, "-c", HOLD], env=env, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(StillTaken), alone("token-7", seconds=0.1):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait(30)
    with alone("token-7", seconds=10):
        pass
