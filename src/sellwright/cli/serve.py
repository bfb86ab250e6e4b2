"""`sellwright serve`: the workbench in the browser; web, workers and listener in one process group."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import typer

from sellwright.cli import output
from sellwright.interactions.failures import ExtraNeeded


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    demo: bool = typer.Option(False, "--demo", help="Open on the demo firm, Kestrel Instruments (invented)."),
    port: int = typer.Option(8000, "--port", min=0, max=65535, help="Where it listens; 0 takes any free port."),
    host: str = typer.Option("127.0.0.1", "--host", help="Another address than this machine's own needs PUBLIC_URL."),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."
    ),
    workers: int = typer.Option(2, "--workers", min=1, max=64, help="Web processes."),
    browser: bool = typer.Option(True, "--browser/--no-browser", help="Open a browser where there is one."),
    backup: bool = typer.Option(
        True, "--backup/--no-backup", help="Put the database into a backup before an update's steps."
    ),
) -> None:
    """The workbench in the browser. Ctrl-C stops all of it."""
    _surroundings(demo, data, host)
    try:
        from sellwright.server import opening
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    code = opening.serve(
        demo=demo, address=(host, port), workers=workers, say=output.say, show=_show(browser), backup=backup
    )
    sys.exit(code)


def _surroundings(demo: bool, data: Path | None, host: str) -> None:
    """The environment that settings and child processes read."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    elif demo and "SELLWRIGHT_HOME" not in os.environ:
        import platformdirs

        os.environ["SELLWRIGHT_HOME"] = str(Path(platformdirs.user_data_dir("sellwright")) / "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    _public_url(os.environ.get("PUBLIC_URL", ""))
    if host not in ("127.0.0.1", "localhost", "::1") and not os.environ.get("PUBLIC_URL"):
        from sellwright.cli.inputs import Usage

        raise Usage(
            f"--host {host} would show the workbench to others.",
            "Say how they reach it: PUBLIC_URL=https://sales.firm.com (TLS is the proxy's), then again.",
        )


def _public_url(url: str) -> None:
    """Raises Usage for an address that no page, cookie or link could be made for."""
    from urllib.parse import urlsplit

    if not url:
        return
    from sellwright.cli.inputs import Usage

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Usage(f"PUBLIC_URL is no address: {url}", "Write it as PUBLIC_URL=https://sales.firm.com")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise Usage(
            "PUBLIC_URL has a path; the workbench needs a host name of its own.",
            f"PUBLIC_URL={parts.scheme}://sales.firm.com, and a proxy that leads there (docs/running/proxy.md).",
        )
    if not os.environ.get("SELLWRIGHT_PROXIES", "1").isdecimal():
        raise Usage("SELLWRIGHT_PROXIES is a number: how many proxies stand before this server.", "Most often 1.")


def _show(browser: bool):  # type: ignore[no-untyped-def]
    """Opens the browser where a person sits before one."""

    def show(url: str) -> None:
        seen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("darwin", "win32")
        if browser and seen and sys.stderr.isatty():
            webbrowser.open(url)

    return show
