"""Servers that tests and benchmarks start for themselves: a PostgreSQL, and Sellwright as its users start it.

The PostgreSQL is a new cluster in a temporary folder: a free port of this machine only, a password made for it, no
waiting for the disk. It ends with the run that started it. Nothing is shared with a PostgreSQL already running here.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools import programs

# No fsync, no full-page images: these data need not outlive a power cut. The rest as PostgreSQL ships it.
POSTGRES_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "50",
    "log_min_messages": "error",
    "shared_buffers": "128MB",
}
PREFIX = "sellwright-postgres-"
RUN = "SELLWRIGHT_TEST_RUN"  # the number of the process a run began with; its workers inherit it
# What configures Sellwright from outside. Nothing of it may reach a test.
CONFIGURED_BY = ("DATABASE_URL", "SELLWRIGHT_HOME", "SELLWRIGHT_KEY", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE")


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine."""


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> str | None:
    """The user to run PostgreSQL as: it refuses root. None where this process is not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise NoPostgres("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as.")


class Cluster:
    """A PostgreSQL of our own in `folder`. Any process may open it by its folder; whoever started it stops it.

    `url(name)` is the address of a database; `new_database(name)` makes an empty one, replacing one of that name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    @classmethod
    def start(cls, folder: Path | None = None) -> Cluster:
        """Starts one in `folder` (made and emptied of nothing: it must be new or hold none). Raises `NoPostgres`."""
        found = programs.postgres()
        if not found:
            raise NoPostgres("no PostgreSQL: install it with " + programs.how_to_install("PostgreSQL"))
        folder = folder or Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        cluster = cls(folder)
        try:
            cluster._start(Path(found))
        except BaseException:
            cluster.stop()
            raise
        return cluster

    @classmethod
    def shared(cls, folder: Path) -> Cluster:
        """The cluster of `folder`, started by whichever process asks first. Raises `NoPostgres`."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return cls(folder) if (folder / "port").exists() else cls.start(folder)

    def _start(self, bin_folder: Path) -> None:
        user = _unprivileged()
        self.folder.chmod(0o711)
        self.data.mkdir(mode=0o700)
        bin_folder = self._reachable(bin_folder, user)
        password, port = secrets.token_urlsafe(18), free_port()
        secret = self.data.with_name("password")
        secret.touch(mode=0o600)
        secret.write_text(password)
        if user:
            shutil.chown(self.data, user)
            shutil.chown(secret, user)
        self._make(bin_folder, user, secret)
        options = " ".join(f"-c {name}='{value}'" for name, value in {**POSTGRES_OPTIONS, "port": port}.items())
        self._run(user, bin_folder / "pg_ctl", "start", "--pgdata", self.data, "--wait", "--timeout", "60",
                  "--silent", "--log", self.data / "server.log", "--options", options)  # fmt: skip
        (self.folder / "port").write_text(str(port))

    def _make(self, bin_folder: Path, user: str | None, secret: Path) -> None:
        """Runs initdb: sorted as a person sorts (ICU) where this PostgreSQL can, as most servers in use are."""
        plain = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        locales = [["--locale", plain]]
        if programs.major_version(str(bin_folder)) >= 15:
            locales.insert(0, ["--locale-provider", "icu", "--icu-locale", "en", "--locale", plain])
        for at, locale in enumerate(locales, start=1):
            try:
                self._run(user, bin_folder / "initdb", "--pgdata", self.data, "--username", "sellwright", "--pwfile",
                          secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync", *locale)  # fmt: skip
                return
            except RuntimeError:
                if at == len(locales):
                    raise

    def _reachable(self, bin_folder: Path, user: str | None) -> Path:
        """The programs where `user` can read them: a packaged PostgreSQL below root's own folder is copied."""
        if user is None or self._as(user, ["test", "-x", str(bin_folder / "postgres")]).returncode == 0:
            return bin_folder
        whole, copied = bin_folder.parents[1], self.folder / "programs"
        shutil.copytree(bin_folder.parent, copied / whole.name / bin_folder.parent.name, symlinks=True)
        libraries = whole.with_name(whole.name + ".libs")  # where a wheel keeps the libraries its programs need
        if libraries.exists():
            shutil.copytree(libraries, copied / libraries.name)
        return copied / whole.name / bin_folder.parent.name / bin_folder.name

    def _as(self, user: str | None, command: list[str]) -> subprocess.CompletedProcess[str]:
        options: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
        # Into a file, not a pipe: the server keeps what it inherits open for as long as it runs.
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                command, cwd="/", env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **options
            )
            out.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read())

    def _run(self, user: str | None, *command: object) -> None:
        done = self._as(user, [str(word) for word in command])
        if done.returncode != 0:
            log = self.data / "server.log"
            said = done.stdout + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{Path(str(command[0])).name} failed:\n{said[-2000:]}")

    def url(self, name: str = "postgres") -> str:
        """postgres://user:password@127.0.0.1:port/name"""
        password = (self.folder / "password").read_text()
        return f"postgres://sellwright:{password}@127.0.0.1:{self.port()}/{name}"

    def port(self) -> int:
        """The port of the loopback it listens on."""
        return int((self.folder / "port").read_text())

    def new_database(self, name: str) -> str:
        """Makes an empty database, throwing away one of that name; returns its address."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,50}", name):
            raise ValueError(f"a database name of small letters, digits and _ only: {name!r}")
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)'.encode())
            connection.execute(f'create database "{name}"'.encode())
        return self.url(name)

    def stop(self) -> None:
        """Ends the server at once and removes its folder."""
        with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError):
            running = self.data / "postmaster.pid"
            pid = int(running.read_text().split("\n", 1)[0])
            os.kill(pid, signal.SIGQUIT)
            _wait_until(lambda: not running.exists() or not _alive(pid), 20)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[Cluster]:
    """A cluster for the length of a `with`: what benchmarks use. Raises `NoPostgres`."""
    cluster = Cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def of_this_run() -> Cluster:
    """The one cluster of a test run, started when first asked for, shared by its workers. Raises `NoPostgres`."""
    owner = os.environ.setdefault(RUN, str(os.getpid()))
    return Cluster.shared(Path(tempfile.gettempdir()) / f"{PREFIX}{owner}-run")


def stop_this_run() -> None:
    """Stops the cluster of this run when this process owns it; a worker leaves it to the run's first process."""
    if os.environ.get(RUN) == str(os.getpid()):
        Cluster(Path(tempfile.gettempdir()) / f"{PREFIX}{os.getpid()}-run").stop()


def stop_forgotten() -> None:
    """Stops clusters whose run was killed: their folders carry the number of a process that is no more."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-", 1)[0]
        if owner.isdigit() and folder.stat().st_uid == os.geteuid() and not _alive(int(owner)):
            Cluster(folder).stop()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait_until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return done()


class Sellwright:
    """`sellwright serve` as its users start it: a process group of its own on a free port with a data folder.

    `url` has no slash at its end; `output()` is all it has said so far, the one-time link among it.
    """

    def __init__(
        self, data: Path, *words: str, env: dict[str, str] | None = None, program: Path = Path(sys.executable)
    ) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.with_name(data.name + ".log")
        command = [str(program), "-m", "sellwright", "serve", "--port", str(self.port), "--data", str(data), *words]
        # Of what this run is configured by, nothing reaches it: it gets its data folder and what the test gives it.
        inherited = {name: value for name, value in os.environ.items() if name not in CONFIGURED_BY}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env={**inherited, **(env or {})}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=data.parent if program != Path(sys.executable) else None, start_new_session=True,
            )  # fmt: skip

    def output(self) -> str:
        """All it has written to its terminal."""
        return self.log.read_text(errors="replace")

    def answers(self) -> bool:
        """True once any page, even an error, comes back."""
        try:
            urllib.request.urlopen(self.url + "/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def wait(self, seconds: float = 300) -> None:
        """Waits until it answers. Raises RuntimeError with what it said when it ended or stayed silent."""
        _wait_until(lambda: self.answers() or self.process.poll() is not None, seconds)
        if self.process.poll() is not None or not self.answers():
            raise RuntimeError(f"sellwright serve does not answer at {self.url}:\n{self.output()[-3000:]}")

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """Sends a signal to the whole group and waits for the first process to end."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, sign)
        self.process.wait(30)

    def stop(self) -> None:
        """Ctrl-C, as a user would; what is left after 15 seconds is killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        self.kill()


@contextlib.contextmanager
def sellwright(data: Path, *words: str, env: dict[str, str] | None = None, kindly: bool = True) -> Iterator[Sellwright]:
    """A running `sellwright serve --port N --data DATA WORDS`, answering, for the length of a `with`. `kindly`: whether
    it may finish what it is at; else it is killed, which is quicker where its data are needed no more."""
    server = Sellwright(data, *words, env=env)
    try:
        server.wait()
        yield server
    finally:
        if kindly:
            server.stop()
        else:
            server.kill()
