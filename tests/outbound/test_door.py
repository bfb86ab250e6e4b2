"""Which addresses may be called, in every form an address can be written."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from sellwright.outbound import NotLetOut, NotReachable, Reach, connect

NOBODY = Reach()


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.9.9", "192.168.1.1",  # private
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3",  # this machine
        "169.254.169.254", "169.254.0.1",  # link-local; where clouds tell machines their secrets
        "100.64.0.1", "100.127.255.255",  # carrier-grade NAT
        "192.0.0.1", "192.0.2.5", "198.18.0.1", "198.51.100.7", "203.0.113.9",  # set aside
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "ff02::1", "2001:db8::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",  # IPv4 in IPv6 clothes
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1",
        "64:ff9b:1::a00:1", "::127.0.0.1", "100::1",
    ],
)  # fmt: skip
def test_places_that_are_not_the_world_are_refused(address: str) -> None:
    assert not NOBODY.allows(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_world_is_allowed_and_not_where_only_given_networks_are(address: str) -> None:
    assert NOBODY.allows(ipaddress.ip_address(address))
    assert not Reach((), world=False).allows(ipaddress.ip_address(address))


def test_an_owner_may_allow_a_network_and_only_that() -> None:
    home = Reach.of(["10.1.0.0/16", "fd00::/64"])
    allowed = ["10.1.2.3", "::ffff:10.1.2.3", "fd00::5"]
    refused = ["10.2.0.1", "127.0.0.1", "fd00:1::5"]
    assert [home.allows(ipaddress.ip_address(one)) for one in (*allowed, *refused)] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "0", "::1",
     "::ffff:127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0xa9fea9fe"],
)  # fmt: skip
def test_however_this_machine_is_written_it_is_not_called(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_socket(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    with pytest.raises((NotLetOut, NotReachable)):
        connect(host, 80, allowed=NOBODY)


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked for once, and the socket goes to the very address that was judged."""
    asked, called = [], []
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    class Line(socket.socket):
        def connect(self, where: Any) -> None:
            called.append(where)
            raise OSError("not today")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "socket", Line)
    with pytest.raises(NotReachable):
        connect("rebind.example", 443, allowed=NOBODY)
    assert asked == ["rebind.example"]
    assert called == [("8.8.8.8", 443)]


def test_of_a_name_with_two_addresses_only_the_public_one_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    class Line(socket.socket):
        def connect(self, where: Any) -> None:
            called.append(where[0])
            raise OSError("not today")

    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("10.0.0.1", "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    monkeypatch.setattr(socket, "socket", Line)
    with pytest.raises(NotReachable):
        connect("two.example", 443, allowed=NOBODY)
    assert called == ["8.8.8.8"]


@pytest.mark.parametrize("host", ["", "a" * 70, "ä" * 300, "x..y", "\0", "no such name.invalid"])
def test_a_name_that_is_none_is_said_so(host: str) -> None:
    with pytest.raises((NotReachable, NotLetOut)):
        connect(host, 80, allowed=NOBODY)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "crm.localhost", "127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "fe80::1%eth0",
        "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_a_host_that_says_itself_that_it_is_inside_is_known_before_it_is_called(host: str) -> None:
    assert not NOBODY.allows_host(host)
    assert Reach.of(["127.0.0.0/8", "169.254.0.0/16", "10.0.0.0/8", "::1", "fe80::/10"]).allows_host(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "hooks.example", "localhost.example", "10.example", "fe80.example"])
def test_any_other_name_is_judged_when_it_is_called(host: str) -> None:
    assert NOBODY.allows_host(host)
    assert not NOBODY.is_inner(host)
    assert not Reach.of(["10.0.0.0/8"]).is_inner(host)


def test_what_lies_in_an_allowed_network_is_known() -> None:
    allowed = Reach.of(["10.0.0.0/8"])
    assert all(allowed.is_inner(one) for one in ("10.0.0.1", "bookkeeping", "n8n.internal"))
    assert not any(allowed.is_inner(one) for one in ("192.168.0.1", "localhost"))
    assert not any(NOBODY.is_inner(one) for one in ("10.0.0.1", "bookkeeping", "n8n.internal"))
