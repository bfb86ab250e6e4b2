"""HTTP through the door: what other servers may do to us, and what of ours they get."""

from __future__ import annotations

import gzip
import socket
import time
import traceback
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sellwright.outbound import NotLetOut, NotReachable, NotTrusted, Reach, TooMuch, session, web
from tests.outbound.lines import Server, certificate, serving

HERE = Reach.of(["127.0.0.1"])
SECRET = "marked-secret-7f3a"


def _answer(body: bytes = b"hello", head: bytes = b"", status: bytes = b"200 OK") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + length + b"Connection: close\r\n" + head + b"\r\n" + body


def _onward(where: str, status: bytes = b"302 Found") -> bytes:
    return _answer(b"", b"Location: " + where.encode() + b"\r\n", status)


def _ask(server: Server, path: str = "/", *, most: int = 10_000, timeout: float = 5.0, **named: Any) -> Any:
    with session(HERE, most_bytes=most, timeout=timeout) as asking:
        return asking.get(server.url(path), **named)


def test_an_answer_is_read_whole_and_a_connection_used_again() -> None:
    def twice(line: socket.socket, head: bytes) -> None:
        while head:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            head = line.recv(65536)

    with serving(twice) as server, session(HERE, most_bytes=100, timeout=5) as asking:
        assert [asking.get(server.url()).text for _ in range(3)] == ["ok"] * 3
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{}/", "http://2130706433:{}/", "http://0177.0.0.1:{}/", "http://0x7f.1:{}/", "http://0:{}/",
     "http://[::ffff:127.0.0.1]:{}/", "http://localhost:{}/", "http://127.0.0.1.:{}/"],
)  # fmt: skip
def test_nobody_is_called_at_home_unless_an_owner_allows_it(address: str) -> None:
    with serving(_answer()) as server, session(Reach(), most_bytes=100, timeout=5, plain=True) as asking:
        with pytest.raises((NotLetOut, NotReachable)):
            asking.get(address.format(server.port))
        assert server.asked == []


def test_a_redirect_into_a_private_network_is_refused() -> None:
    reached: list[bytes] = []
    with serving(_answer()) as inside, serving(_onward(inside.url(host="127.0.0.2"))) as outside:
        with pytest.raises(NotLetOut):
            _ask(outside)
        reached += inside.asked
        assert len(outside.asked) == 1
    assert reached == []


def test_a_name_that_turns_after_a_redirect_is_judged_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "10.9.9.9"])
    true = socket.getaddrinfo

    def resolve(host: str, port: int, **named: Any) -> Any:
        return true(next(answers) if host == "turning.example" else host, port, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with serving(_onward("/again")) as server, session(HERE, most_bytes=100, timeout=5) as asking:
        with pytest.raises(NotLetOut):
            asking.get(server.url(host="turning.example"))
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "where", ["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "data:text/plain,x"]
)
def test_other_kinds_of_address_lead_nowhere(where: str) -> None:
    with serving(_onward(where)) as server, pytest.raises(NotLetOut):
        _ask(server)
    with session(HERE, most_bytes=100, timeout=5) as asking, pytest.raises(NotLetOut):
        asking.get(where)


def test_five_redirects_are_followed_and_no_more() -> None:
    def onward(line: socket.socket, head: bytes) -> None:
        number = int(head.split()[1].strip(b"/") or b"0")
        last = number == 5
        line.sendall(_answer(b"there") if last else _onward(f"/{number + 1}"))

    with serving(onward) as server:
        assert _ask(server).text == "there"
    with serving(_onward("/")) as server:
        with pytest.raises(NotReachable, match="from address to address"):
            _ask(server)
        assert len(server.asked) == 6


def test_credentials_stay_with_their_host() -> None:
    named = {"Authorization": f"Bearer {SECRET}", "X-Api-Key": SECRET, "Cookie": f"a={SECRET}", "Accept": "text/plain"}
    with serving(_answer()) as other, serving(_onward(other.url("/x"))) as first:
        assert _ask(first, headers=named).status_code == 200
        assert SECRET.encode() in first.asked[0]
        assert SECRET.encode() not in other.asked[0]
        assert b"Accept: text/plain" in other.asked[0]


def test_what_was_posted_is_not_posted_on_to_another_host() -> None:
    with serving(_answer()) as other, serving(_onward(other.url("/x"), b"307 Temporary Redirect")) as first:
        with session(HERE, most_bytes=100, timeout=5) as asking, pytest.raises(NotLetOut):
            asking.post(first.url(), data={"refresh_token": SECRET})
        assert other.asked == []


def test_a_calendar_s_question_keeps_its_method() -> None:
    def onward(line: socket.socket, head: bytes) -> None:
        line.sendall(_answer() if b" /home" in head else _onward("/home"))

    with serving(onward) as server, session(HERE, most_bytes=100, timeout=5) as asking:
        asking.request("PROPFIND", server.url("/.well-known/caldav"), headers={"Depth": "0"})
        assert [head.split()[0] for head in server.asked] == [b"PROPFIND"] * 2
        assert b"Depth: 0" in server.asked[1]


def test_no_cookie_is_kept_and_no_proxy_of_the_environment_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serving(_answer(head=b"Set-Cookie: id=1\r\n")) as server:
        with session(HERE, most_bytes=100, timeout=5) as asking:
            asking.get(server.url())
            asking.get(server.url())
        assert not any(b"Cookie" in head for head in server.asked)


def test_a_slow_drip_ends_when_its_time_is_over() -> None:
    """A byte now and then keeps a plain timeout from ever coming true."""

    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        for _n in range(500):
            line.sendall(b"x")
            time.sleep(0.05)

    with serving(drip) as server, pytest.raises(NotReachable, match="too long"):
        _ask(server, timeout=0.4)


def test_a_head_that_drips_ends_too() -> None:
    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        for n in range(500):
            line.sendall(b"X-%d: y\r\n" % n if n < 90 else b"z")
            time.sleep(0.05)

    with serving(drip) as server, pytest.raises(NotReachable, match="too long"):
        _ask(server, timeout=0.4)


def _endless(before: bytes, piece: bytes) -> Callable[[socket.socket, bytes], None]:
    """Sends on and on; `sent` of the function counts the bytes that got through."""

    def flood(line: socket.socket, _: bytes) -> None:
        line.sendall(before)
        for _n in range(4_000):  # 256 MB: more than anybody may take
            line.sendall(piece * (65_536 // len(piece)))
            flood.sent += 65_536  # type: ignore[attr-defined]

    flood.sent = 0  # type: ignore[attr-defined]
    return flood


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),  # a body without an end
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n", b"8\r\nxxxxxxxx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),  # the size of a piece that never ends
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n"),  # heads after the end
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),  # heads without an end
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"y"),  # one head without an end
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),  # promises
        (b"", b"x"),  # no answer at all
    ],
)
def test_what_never_ends_is_cut_off(before: bytes, piece: bytes) -> None:
    flood = _endless(before, piece)
    with serving(flood) as server, pytest.raises((TooMuch, NotReachable)):
        _ask(server, most=100_000, timeout=20)
    assert flood.sent < 16_000_000  # type: ignore[attr-defined]  # what lies in the sockets' buffers, not the flood


def test_a_body_as_large_as_taken_is_taken_and_a_byte_more_is_not() -> None:
    with serving(_answer(b"x" * 5_000)) as server:
        assert len(_ask(server, most=5_000).content) == 5_000
        with pytest.raises(TooMuch):
            _ask(server, most=4_999)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_what_swells_when_unpacked_is_stopped_on_the_way(pack: Callable[[bytes], bytes]) -> None:
    """50 MB in 50 kB: refused after as much as is taken, without ever lying in memory."""
    import tracemalloc

    bomb = pack(bytes(50_000_000))
    name = b"gzip" if pack is gzip.compress else b"deflate"
    with serving(_answer(bomb, b"Content-Encoding: " + name + b"\r\n")) as server:
        tracemalloc.start()
        with pytest.raises(TooMuch):
            _ask(server, most=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_packed_answers_are_unpacked(pack: Callable[[bytes], bytes]) -> None:
    text = b"".join(b"line %d\n" % n for n in range(40_000))
    name = b"gzip" if pack is gzip.compress else b"deflate"
    with serving(_answer(pack(text), b"Content-Encoding: " + name + b"\r\n")) as server:
        assert _ask(server, most=1_000_000).content == text


@pytest.mark.parametrize(
    "answer",
    [
        _answer(b"not packed", b"Content-Encoding: gzip\r\n"),
        _answer(gzip.compress(b"x" * 1000, mtime=0)[:-20], b"Content-Encoding: gzip\r\n"),
        _answer(b"x", b"Content-Encoding: br\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
)
def test_broken_answers_are_no_answers(answer: bytes) -> None:
    with serving(answer) as server, pytest.raises(NotReachable):
        _ask(server)


def test_a_server_proves_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").mkdir()
    ours, others = certificate(tmp_path, "127.0.0.1"), certificate(tmp_path, "other.example")
    old = certificate(tmp_path / "old", "127.0.0.1", days=-1)
    bundle = tmp_path / "all.pem"
    bundle.write_bytes(b"".join((tmp_path / one).read_bytes() for one in ("127.0.0.1.pem", "old/127.0.0.1.pem")))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    web._for_web.cache_clear()
    try:
        with session(HERE, most_bytes=10_000, timeout=1) as asking:
            with serving(_answer(), ours) as server:
                assert asking.get(server.url(scheme="https")).text == "hello"
                with pytest.raises(NotTrusted):  # the same certificate under another name
                    asking.get(server.url(scheme="https", host="localhost"), verify=False)
            with serving(_answer(), others) as server, pytest.raises(NotTrusted):
                asking.get(server.url(scheme="https"))
            with serving(_answer(), old) as server, pytest.raises(NotTrusted):
                asking.get(server.url(scheme="https"))
            with serving(_answer()) as server, pytest.raises(NotReachable):  # no TLS there at all
                asking.get(server.url(scheme="https"))
            with serving(_answer()) as plain, serving(_onward(plain.url()), ours) as server:
                with pytest.raises(NotLetOut):  # never out of TLS
                    asking.get(server.url(scheme="https"))
                assert plain.asked == []
            with serving(_endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), ours) as server, pytest.raises(TooMuch):
                asking.get(server.url(scheme="https"))
    finally:
        web._for_web.cache_clear()


def test_without_encryption_only_where_an_owner_said_or_a_caller_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    def open_there(host: str, port: int, *, allowed: Reach, timeout: float) -> socket.socket:
        called.append((host, port, allowed.world))
        raise NotLetOut("stop here")

    monkeypatch.setattr(web, "connect", open_there)
    for plain in (False, True):
        with session(HERE, most_bytes=100, timeout=5, plain=plain) as asking, pytest.raises(NotLetOut):
            asking.get("http://calendar.example/feed.ics")
    assert called == [("calendar.example", 80, False), ("calendar.example", 80, True)]


@pytest.mark.parametrize(
    "answer",
    [b"", _answer(b"x" * 20_000), _onward("/"), _onward("ftp://x/"), b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"],
)
def test_a_failure_tells_no_address_and_no_header(answer: bytes) -> None:
    with serving(answer) as server:
        with pytest.raises((NotReachable, NotLetOut, TooMuch)) as caught:
            _ask(server, f"/?token={SECRET}", headers={"Authorization": f"Bearer {SECRET}"})
        told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told
