"""PUBLIC_URL, TLS and proxies: what the settings make of the environment, and the sample sites of packaging/proxy with
a real nginx and a real Caddy before a real server."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import not_run, servers

ROOT = Path(__file__).resolve().parents[2]
ASKED = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER", "SECURE_HSTS_SECONDS",
         "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "ALLAUTH_TRUSTED_PROXY_COUNT")  # fmt: skip


def settings_of(tmp_path: Path, **env: str) -> dict[str, object]:
    """Settings as another process reads them."""
    asked = f"held = {{name: getattr(settings, name, None) for name in {ASKED}}}; print(json.dumps(held))"
    asked = f"import json; from sellwright.server import settings; {asked}"
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    done = subprocess.run(
        [sys.executable, "-c", asked], env={**inherited, "SELLWRIGHT_HOME": str(tmp_path / "home"), **env},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_without_a_public_address_nobody_is_believed(tmp_path: Path) -> None:
    found = settings_of(tmp_path)
    assert found["CSRF_TRUSTED_ORIGINS"] == [] and found["SECURE_PROXY_SSL_HEADER"] is None
    assert (found["SESSION_COOKIE_SECURE"], found["ALLAUTH_TRUSTED_PROXY_COUNT"]) == (False, 0)


def test_behind_a_proxy_with_tls(tmp_path: Path) -> None:
    found = settings_of(tmp_path, PUBLIC_URL="https://sales.firm.com:8443/")
    assert "sales.firm.com" in found["ALLOWED_HOSTS"]  # type: ignore[operator]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://sales.firm.com:8443"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["SESSION_COOKIE_SECURE"] is True and found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000 and found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_with_no_proxy_a_visitor_cannot_say_that_the_line_is_protected(tmp_path: Path) -> None:
    found = settings_of(tmp_path, PUBLIC_URL="https://sales.firm.com", SELLWRIGHT_PROXIES="0")
    assert found["SECURE_PROXY_SSL_HEADER"] is None and found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


@pytest.mark.parametrize(
    "url", ["sales.firm.com", "ftp://sales.firm.com", "https://firm.com/sales", "https://a:b@firm.com", "https://"]
)
def test_an_address_that_cannot_be_is_refused_in_words(tmp_path: Path, url: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    said = subprocess.run(
        [sys.executable, "-m", "sellwright", "serve", "--no-browser", "--data", str(tmp_path / "data")],
        env={**inherited, "PUBLIC_URL": url}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert said.returncode == 2 and "PUBLIC_URL" in said.stderr and "Traceback" not in said.stderr
    assert not (tmp_path / "data").exists()


def certificate(folder: Path) -> tuple[Path, Path]:
    """One for localhost that nobody signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - a certificate is of today
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@contextlib.contextmanager
def nginx(folder: Path, tls: int, port: int, change: Callable[[str], str] = str) -> Iterator[None]:
    """The sample site, with ports and certificate of ours."""
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or not_run.not_run(
        "nginx before a server", "no nginx: apt install nginx-light"
    )
    site = (ROOT / "packaging" / "proxy" / "nginx.conf").read_text()
    site = re.sub(r"^.*\[::\].*\n", "", site, flags=re.M)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{servers.free_port()};")
    site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl").replace("sales.firm.com;", "localhost;")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    site = re.sub(r"(ssl_certificate) .*;", rf"\1 {folder}/cert.pem;", site)
    site = re.sub(r"(ssl_certificate_key) .*;", rf"\1 {folder}/key.pem;", site)
    temps = "".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"pid {folder}/pid; error_log {folder}/log; daemon off; master_process off; events {{}}\n"
    (folder / "nginx.conf").write_text(f"{whole}http {{ access_log off; {temps}\n{change(site)}\n}}\n")
    with _running([str(program), "-e", f"{folder}/log", "-p", str(folder), "-c", str(folder / "nginx.conf")], tls):
        yield


@contextlib.contextmanager
def caddy(folder: Path, tls: int, port: int, change: Callable[[str], str] = str) -> Iterator[None]:
    """The sample site, with ports and certificate of ours."""
    program = shutil.which("caddy") or not_run.not_run("Caddy before a server", "no Caddy: apt install caddy")
    site = (ROOT / "packaging" / "proxy" / "Caddyfile").read_text()
    site = site.replace(
        "sales.firm.com {", f"https://localhost:{tls} {{\n\tbind 127.0.0.1\n\ttls {folder}/cert.pem {folder}/key.pem"
    )
    site = change(site.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site)
    words = [str(program), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _running(words, tls, {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}):
        yield


@contextlib.contextmanager
def _running(command: list[str], port: int, env: dict[str, str] | None = None) -> Iterator[None]:
    import socket

    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


Proxy = Callable[..., contextlib.AbstractContextManager[None]]


class Site:
    """Asks through the proxy."""

    def __init__(self, port: int, cert: Path) -> None:
        self.port, self.context = port, ssl.create_default_context(cafile=str(cert))

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        line = http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body or None, named)
        answer = line.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer


@pytest.mark.long
@pytest.mark.parametrize("proxy", [nginx, caddy], ids=["nginx", "caddy"])
def test_behind_a_real_proxy_with_tls_all_of_it_works(tmp_path: Path, proxy: Proxy) -> None:
    cert, _key = certificate(tmp_path)
    tls = servers.free_port()
    public = f"https://localhost:{tls}"
    env = {"PUBLIC_URL": public, "SSL_CERT_FILE": str(cert)}
    with servers.sellwright(tmp_path / "data", "--no-browser", "--workers", "1", env=env) as server:
        site = Site(tls, cert)
        with proxy(tmp_path, tls, server.port):
            healthy = site.ask("GET", "/healthy")
            assert (healthy.status, healthy.text) == (200, "ok")  # type: ignore[attr-defined]
            assert healthy.headers["Strict-Transport-Security"] == "max-age=31536000"
            form = site.ask("GET", "/account/login/", X_Forwarded_Proto="http", X_Forwarded_For="10.9.8.7")
            cookie = form.headers["Set-Cookie"]
            assert "Secure" in cookie and "SameSite=Lax" in cookie
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)  # type: ignore[attr-defined]
            assert token
            body = f"login=a@b.example&password=wrong-password&csrfmiddlewaretoken={token[1]}"
            sent = {"Cookie": cookie.split(";")[0], "Content_Type": "application/x-www-form-urlencoded"}
            assert site.ask("POST", "/account/login/", body, Origin=public, **sent).status == 200  # wrong password
            assert site.ask("POST", "/account/login/", body, Origin="https://evil.example", **sent).status == 403
            assert site.ask("GET", "/healthy", Host="evil.example").status in (400, 404, 421, 200)
            claim = re.search(r"(https://localhost:\d+)(/in/\S+)", server.output())
            assert claim and claim[1] == public
            assert site.ask("GET", claim[2]).status == 200
            doctor = _doctor(tmp_path / "data", env)
            assert "ok   Proxy" in doctor and "says that the line is protected" in doctor, doctor
            assert "ok   Server" in doctor
        if proxy is nginx:
            without = lambda site: re.sub(r".*X-Forwarded-Proto.*\n", "", site)  # noqa: E731
            with proxy(tmp_path, tls, server.port, without):
                said = _doctor(tmp_path / "data", env)
                assert "BAD  Proxy" in said and "X-Forwarded-Proto" in said, said
        assert "BAD  Proxy" in _doctor(tmp_path / "data", env)  # nobody there any more


def _doctor(data: Path, env: dict[str, str]) -> str:
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    return subprocess.run(
        [sys.executable, "-m", "sellwright", "doctor", "--data", str(data)], env={**inherited, **env},
        capture_output=True, text=True, timeout=120, check=False,
    ).stdout  # fmt: skip
