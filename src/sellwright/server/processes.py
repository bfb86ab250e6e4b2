"""Web, workers and listener in one process group: started together, restarted when one dies, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE = 25.0  # seconds for a running job to come to its next safe point
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a process that died is started again
STEADY = 60.0  # seconds after which a process counts as well again


@dataclass(slots=True)
class _Kept:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT
    started: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        # Who started it is said in words: a parent that ended while it began would never be noticed.
        ours = {**os.environ, "SELLWRIGHT_PARENT": str(os.getpid())}
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, env=ours)  # noqa: S603 - our own words


@dataclass(slots=True)
class Group:
    """Runs processes until it is told to stop. `say` tells of restarts."""

    say: Callable[[str], None]
    kept: list[_Kept] = field(default_factory=list)
    stopping: bool = False

    def add(self, name: str, command: Sequence[str]) -> None:
        """One more process to keep running."""
        self.kept.append(_Kept(name, command))

    def run(self) -> int:
        """Until Ctrl-C, SIGTERM or SIGHUP. Returns the exit code: 0, or 1 when the web process never stood."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)
        for one in self.kept:
            one.start()
        code = 0
        while not self.stopping:
            time.sleep(0.1)
            for one in self.kept:
                if not self._keep(one):
                    code, self.stopping = 1, True
            self._bury({one.process.pid for one in self.kept if one.process is not None})
        self._end()
        return code

    def _bury(self, ours: set[int]) -> None:
        """As the first process of a container it inherits whatever lost its parent, and nobody else asks how that
        ended: dead entries would pile up. `ours` are asked by `_keep`."""
        if os.getpid() != 1:
            return
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and ended.si_pid not in ours:
                os.waitpid(ended.si_pid, 0)

    def _keep(self, one: _Kept) -> bool:
        """Starts a process again that died; False when it cannot stand at all."""
        process = one.process
        if process is not None and process.poll() is None:
            return True
        now = time.monotonic()
        if process is not None:
            lasted, code = now - one.started, process.returncode
            if code not in (None, 0, -9, -15) and lasted < 5 and one.wait > 4 * FIRST_WAIT:
                self.say(f"{one.name} ends each time it is started (exit code {code}): see the lines above.")
                return False
            one.wait = FIRST_WAIT if lasted > STEADY else min(one.wait * 2, LONGEST_WAIT)
            one.again_at, one.process = now + one.wait, None
            self.say(f"{one.name} ended (exit code {code}); starting it again.")
        elif now >= one.again_at:
            one.start()
        return True

    def _stop(self, sign: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        running = [one.process for one in self.kept if one.process is not None and one.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_when_told() -> None:
    """From here on SIGTERM ends this process in order, with code 0, whatever it is at. The kernel drops a signal that
    the first process of a container has no answer for: told to stop during an update, it would be killed later."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def web_command(host: str, port: int, workers: int) -> list[str]:
    """gunicorn with threads; lines about requests are not written."""
    return [
        sys.executable, "-m", "gunicorn", "sellwright.server.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", str(workers), "--threads", "4", "--preload", "--graceful-timeout", "10", "--timeout", "60",
        "--log-level", "warning", "--config", "python:sellwright.server.web",
    ]  # fmt: skip


def worker_command(*lanes: str) -> list[str]:
    """A worker of these lanes: a crash in it takes no other with it."""
    return [sys.executable, "-m", "sellwright.jobs", *lanes]


def listener_command() -> list[str]:
    """The listener: all connections to mail and calendar servers in one process."""
    return [sys.executable, "-m", "sellwright", "listen"]
