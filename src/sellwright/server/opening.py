"""Opens the workbench: tables brought up to date, pictures and styles laid out, the demo set, the way in printed."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sellwright import __version__


def serve(
    *, demo: bool, address: tuple[str, int], workers: int, say: Callable[[str], None], show: Callable[[str], None],
    backup: bool = True,
) -> int:  # fmt: skip
    """Runs until it is stopped; returns the exit code. `show` is given the way in once the server answers. `backup`:
    whether the database is put into one before an update's steps."""
    from sellwright.server.processes import end_when_told

    end_when_told()
    from sellwright.archive import at_home, restoring
    from sellwright.interactions.failures import CannotRead

    port, home = _free(address, CannotRead), at_home.folder()
    _writable(home, CannotRead)
    restored = at_home.set_up()
    if restored:
        say(restored)
    with restoring.serving(home, url=f"http://{address[0]}:{port}", version=__version__):
        return _serve(home, (address[0], port, workers), say, show, demo=demo, backup=backup)


def _serve(
    home: Path, web: tuple[str, int, int], say: Callable[[str], None], show: Callable[[str], None], *, demo: bool,
    backup: bool,
) -> int:  # fmt: skip
    from django.conf import settings

    from sellwright.server import upgrading
    from sellwright.server.processes import Group, listener_command, web_command, worker_command

    host, port, workers = web
    _database()
    upgrading.bring_up(home, say, backup=backup)
    _static()
    base = settings.PUBLIC_URL or f"http://{host}:{port}"
    token = _demo(home, say) if demo else _claim()
    way_in = f"{base}/in/{token}" if token else base
    if demo:
        say("Demo firm Kestrel Instruments (invented). Nothing leaves this machine.")
    say(f"Open {way_in}")
    say("Ctrl-C stops it.")
    threading.Thread(target=_when_up, args=(f"http://127.0.0.1:{port}/healthy", show, way_in), daemon=True).start()
    group = Group(say)
    group.add("The web server", web_command(host, port, workers))
    group.add("The worker for quick jobs", worker_command("quick", "out"))  # what waits for others needs no process
    group.add("The worker for long jobs", worker_command("long"))
    group.add("The listener", listener_command())
    _close_connections()
    return group.run()


def _writable(home: Path, failure: type[Exception]) -> None:
    """Makes the data folder and writes in it, before anything else looks into it; or a clear word why not."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"1")
    except OSError as error:
        raise failure(
            f"The data folder {home} cannot be written ({error.strerror}).", "Name another with --data."
        ) from error


def _database() -> None:
    """A PostgreSQL that is not there yet, or another one, is said in words. Raises CannotRead."""
    from django.db import OperationalError, connection

    from sellwright.interactions.failures import CannotRead

    try:
        connection.ensure_connection()
    except OperationalError as error:
        if connection.vendor != "postgresql":
            raise
        raise CannotRead(
            f"The PostgreSQL of DATABASE_URL does not answer: {str(error).strip().splitlines()[0]}",
            "Is it running, and is the address right?",
        ) from error


def _free(address: tuple[str, int], failure: type[Exception]) -> int:
    """The port, found free now; or a clear word that it is taken."""
    with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise failure(
                f"Port {address[1]} on {address[0]} cannot be used ({error.strerror}).",
                f"Stop what uses it, or take another: --port {address[1] + 1}.",
            ) from error
        return int(probe.getsockname()[1])


def _static() -> None:
    """Static files as this version wants them."""
    from django.core.management import call_command

    if not sys.flags.dev_mode and os.environ.get("SELLWRIGHT_PLAIN_STATIC") != "1":
        call_command("collectstatic", verbosity=0, interactive=False)


def _demo(home: Path, say: Callable[[str], None]) -> str:
    from sellwright.actions import entering
    from sellwright.interactions.failures import CannotRead
    from sellwright.server import demo_desk
    from sellwright.store.models import Workspace

    workspace = Workspace.objects.first()
    if workspace is not None and not workspace.is_demo:
        raise CannotRead(
            f"{home} holds a workspace of your own: the demo does not go into it.", "Leave out --demo, or name --data."
        )
    return entering.way_in(demo_desk.load(home / "demo-mail", say))


def _claim() -> str:
    from sellwright.actions import entering
    from sellwright.store.models import Workspace

    if Workspace.objects.filter(claimed_at__isnull=False).exists():
        return ""
    return entering.claim_link()


def _close_connections() -> None:
    """Children open their own."""
    from django.db import connections

    connections.close_all()


def _when_up(url: str, show: Callable[[str], None], way_in: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return show(way_in)
        except OSError:
            time.sleep(0.1)
    return None
