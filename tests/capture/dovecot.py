"""A real mail server for tests and benchmarks: a Dovecot of our own on free ports, in a folder of its own."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone
from tools import programs

from tests import servers

PASSWORD = "marked-secret-4711"
_NUMBERS = itertools.count(1)
# A kernel lets one user watch 128 folders; sessions beyond that look every half minute unless told otherwise.
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u:INDEX={folder}/index/%u
mail_fsync = never
maildir_stat_dirs = no
mail_max_userip_connections = 2000
imap_idle_notify_interval = 2 mins
mailbox_idle_check_interval = 1 secs
default_process_limit = 2000
default_client_limit = 5000
default_vsz_limit = 1G
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail} gid={group} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service imap {{
  process_limit = 2000
  service_count = {imap_count}
}}
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
"""


class NoDovecot(Exception):
    """There is none on this machine."""


class Dovecot:
    """A running server. Every user has the password PASSWORD."""

    def __init__(self, folder: Path) -> None:
        program = programs.dovecot()
        if program is None:
            raise NoDovecot("no Dovecot: install it with " + programs.how_to_install("Dovecot"))
        self.folder = folder
        self.port, self.tls_port = servers.free_port(), servers.free_port()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        me = pwd.getpwuid(os.geteuid())
        root = me.pw_uid == 0
        self._mail = pwd.getpwnam("nobody") if root else me
        for name in ("mail", "index", "home"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name).chmod(0o777)
        self.ca = _certificates(folder)
        mine = f"default_login_user = {me.pw_name}\ndefault_internal_user = {me.pw_name}\n"
        config = _CONFIG.format(
            folder=folder, password=PASSWORD, port=self.port, tls_port=self.tls_port, mail=self._mail.pw_uid,
            group=self._mail.pw_gid, users="" if root else mine, imap_count=1,
        )  # fmt: skip
        (folder / "dovecot.conf").write_text(config)
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                [program, "-F", "-c", str(folder / "dovecot.conf")], stdout=said, stderr=said
            )
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as line:
                if line.recv(100).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError((folder / "said").read_text() + self.log())

    def log(self) -> str:
        """What it wrote down."""
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def add(self, user: str) -> str:
        """A user with an empty mailbox. Anybody gets in with PASSWORD."""
        self.box(user)
        self.own(user)
        return user

    def box(self, user: str, folder: str = "INBOX") -> Path:
        """The Maildir of a folder, made if it is not there. A folder's name is given as it stands on the wire."""
        path = self.folder / "mail" / user
        if folder != "INBOX":
            path /= "." + folder.replace("/", ".")
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
        return path

    def deliver(self, user: str, letter: bytes, folder: str = "INBOX") -> Path:
        """Puts a letter in, as a delivery agent does."""
        box = self.box(user, folder)
        name = f"{1_700_000_000 + next(_NUMBERS)}.M{next(_NUMBERS)}P{os.getpid()}.test"
        (box / "tmp" / name).write_bytes(letter)
        self.own(user)
        (box / "tmp" / name).rename(box / "new" / name)
        return box / "new" / name

    def fill(self, user: str, letters: Iterator[bytes], folder: str = "INBOX") -> int:
        """Puts many in at once, seen, the first the oldest."""
        box = self.box(user, folder)
        count = 0
        for count, letter in enumerate(letters, start=1):
            size = len(letter) + letter.count(b"\n") - letter.count(b"\r\n")
            name = f"{1_600_000_000 + count}.M{next(_NUMBERS)}P{os.getpid()}.test,S={len(letter)},W={size}:2,S"
            (box / "cur" / name).write_bytes(letter)
        self.own(user)
        return count

    def own(self, user: str) -> None:
        """Gives what was written to the user the server reads as."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{self._mail.pw_uid}:{self._mail.pw_gid}", self.folder / "mail" / user],
                           check=True)  # fmt: skip

    def renumber(self, user: str, folder: str = "INBOX") -> None:
        """Has a folder numbered anew: what a restored backup or a rebuilt index does. No session may be open in it."""
        for file in self.box(user, folder).glob("dovecot-uidlist*"):
            file.unlink()
        shutil.rmtree(self.folder / "index" / user, ignore_errors=True)

    def stop(self) -> None:
        """Ends it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A server for the length of a `with`. Raises NoDovecot."""
    folder = Path(tempfile.mkdtemp(prefix="sellwright-dovecot-"))
    running = None
    try:
        running = Dovecot(folder)
        yield running
    finally:
        if running is not None:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _certificates(folder: Path) -> Path:
    """A certificate for localhost of an authority made here; returns the authority's, which nobody else knows."""
    now = timezone.now()
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test authority", "localhost")]
    made = []
    for key, name in zip(keys, names, strict=True):
        builder = (
            x509.CertificateBuilder().subject_name(name).issuer_name(names[0]).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=name is names[0], path_length=None), critical=True)
        )  # fmt: skip
        if name is names[1]:
            there = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(there), critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(made[0].public_bytes(pem))
    (folder / "cert.pem").write_bytes(made[1].public_bytes(pem))
    private = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(keys[1].private_bytes(pem, private, serialization.NoEncryption()))
    return folder / "ca.pem"
