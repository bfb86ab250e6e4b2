"""The process that tells other programs is killed with -9 while the other side holds a delivery in its hands: nothing
is lost, and what comes again comes under the same id."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests import servers

SCRIPT = Path(__file__).with_name("kill_delivery.py")
DEEDS = 6
KILLED_AT = (0, 2, 5)  # requests, counted over all of them
PATIENCE = 120.0  # seconds; far away, for machines that are busy with other things


def test_a_killed_delivery_comes_again_under_its_id_and_none_is_lost(tmp_path: Path) -> None:
    got: list[str] = []
    worker: list[subprocess.Popen[bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append(self.headers["webhook-id"])
            if len(got) - 1 in KILLED_AT:  # it has arrived, and who sent it will never know
                worker[-1].send_signal(signal.SIGKILL)
                worker[-1].wait()
                return
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    environment = {
        **inherited, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(tmp_path),
        "SELLWRIGHT_KEY": "for tests only",
    }  # fmt: skip
    command = [sys.executable, str(SCRIPT)]
    url = f"http://127.0.0.1:{server.server_port}/hook"
    subprocess.run([*command, "prepare", url, str(DEEDS)], env=environment, check=True, timeout=PATIENCE)

    def start() -> None:
        assert len(worker) <= len(KILLED_AT), "it ended by itself"
        worker.append(subprocess.Popen([*command, "work"], env=environment, stderr=subprocess.DEVNULL))

    try:
        start()
        end = time.monotonic() + PATIENCE
        while _waiting(tmp_path):
            assert time.monotonic() < end, got
            if worker[-1].poll() is not None:
                start()
            time.sleep(0.05)
    finally:
        for process in worker:
            process.kill()
            process.wait()
        server.shutdown()
        server.server_close()
    with contextlib.closing(sqlite3.connect(tmp_path / "sellwright.sqlite", timeout=20)) as file:
        told = {f"msg_{one}" for (one,) in file.execute("select public_id from store_delivery where state = 'done'")}
    assert len(told) == DEEDS and set(got) == told
    assert len(got) == DEEDS + len(KILLED_AT)  # those killed came again, the others once
    for place in KILLED_AT:
        assert got.count(got[place]) > 1


def _waiting(home: Path) -> int:
    with contextlib.closing(sqlite3.connect(home / "sellwright.sqlite", timeout=20)) as file:
        return int(file.execute("select count(*) from store_delivery where state = 'waiting'").fetchone()[0])
