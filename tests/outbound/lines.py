"""A server of raw bytes on the loopback, for what no proper server would say."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

Answer = Callable[[socket.socket, bytes], None]


class Server:
    """Answers every request with `answer(connection, head)`; `asked` keeps the heads."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[bytes] = []
        self._answer, self._tls, self._open = answer, tls, True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def url(self, path: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> str:
        """An address of this server."""
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        """Takes no more connections."""
        self._open = False
        self._listening.close()

    def _run(self) -> None:
        while self._open:
            try:
                one, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(one,), daemon=True).start()

    def _serve(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError), one:
            if self._tls:
                one = self._tls.wrap_socket(one, server_side=True)
            with one:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = one.recv(65536)
                    if not piece:
                        return
                    head += piece
                self.asked.append(head)
                self._answer(one, head)


@contextlib.contextmanager
def serving(answer: Answer | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that gives these bytes, or whatever the function writes, to each connection and closes it."""
    one = Server(answer if callable(answer) else lambda line, _: line.sendall(answer), tls)
    try:
        yield one
    finally:
        one.close()


def certificate(folder: Path, name: str, days: int = 1) -> ssl.SSLContext:
    """A server's TLS with a self-signed certificate for this name or address; it lies in `folder`/`name`.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
