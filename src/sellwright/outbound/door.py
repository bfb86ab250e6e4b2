"""Opens connections to other machines, and to those only that may be called.

A name is resolved once, every address it gives is judged, and the connection goes to an address that was judged: a name
that answers differently the second time gains nothing. Private, local and reserved addresses are refused unless an
owner allowed their network (Workspace.reach).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from sellwright.interactions.failures import SellwrightError
from sellwright.store.models import Workspace

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_INNER_NAMES = (".local", ".internal", ".home.arpa", ".localhost")  # set aside for networks of one's own
CONNECT = 10.0  # seconds for a connection to stand
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotReachable(SellwrightError):
    """The name is not known, nobody answers there, or the line broke. Worth trying again later."""


class NotLetOut(SellwrightError):
    """The address is private, local or reserved, and no owner allowed it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Networks that may be called although they are private; and the world, unless `world` is False."""

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    world: bool = True

    @classmethod
    def of(cls, given: Iterable[str]) -> Reach:
        """From addresses and networks in words: "10.0.0.0/8", "127.0.0.1". Raises ValueError."""
        return cls(tuple(ipaddress.ip_network(one, strict=False) for one in given))

    def allows(self, address: _Address) -> bool:
        """Whether a connection may go there. IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is judged as IPv4."""
        inner = _inner(address)
        every = {address, inner}
        if any(one in network for one in every for network in self.networks if network.version == one.version):
            return True
        return self.world and all(_in_the_world(one) for one in ({inner} if _is_clothed(address) else every))

    def allows_host(self, host: str) -> bool:
        """Whether a host may stand in an address somebody gives. An address in figures and this machine's own name are
        judged at once; any other name when it is called, by what it then stands for."""
        name = host.rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):
            return any(self.allows(ipaddress.ip_address(one)) for one in ("127.0.0.1", "::1"))
        figures = literal(name)
        return figures is None or self.allows(figures)

    def is_inner(self, host: str) -> bool:
        """Whether it is called only because an owner allowed a network: an address in figures, this machine, or a name
        no other network knows."""
        if not self.networks:
            return False
        name = host.rstrip(".").lower()
        if ("." not in name and ":" not in name) or name.endswith(_INNER_NAMES):
            return self.allows_host(name)
        return self.allows_host(name) and not Reach().allows_host(name)


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address a host is in figures, in any form a resolver takes ("127.1", "0x7f000001"); None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host and not host[-1].isspace() else None
    except (OSError, ValueError):
        return None


def reach() -> Reach:
    """What the owners of this workspace allowed."""
    given = Workspace.objects.values_list("reach", flat=True).first()
    return Reach.of(given or ())


def connect(host: str, port: int, *, allowed: Reach, timeout: float = CONNECT) -> socket.socket:
    """A connected TCP socket with that timeout on every later call. Raises NotLetOut, NotReachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as failure:
        raise NotReachable(f"No server is known by the name {host[:80]!r}.", "Check how it is spelled.") from failure
    judged = [one for one in found if allowed.allows(ipaddress.ip_address(str(one[4][0]).partition("%")[0]))]
    if not judged:
        raise NotLetOut(
            f"{host:.80} lies in a private network, and calls into those are not let out.",
            "If it is yours, an owner allows its network under Settings.",
        )
    why: OSError | None = None
    for family, kind, protocol, _name, where in judged[:4]:
        one = socket.socket(family, kind, protocol)
        one.settimeout(timeout)
        try:
            one.connect(where)
        except OSError as failure:
            one.close()
            why = failure
        else:
            return one
    raise NotReachable(f"{host:.80} does not answer on port {port}.", "Try again later, or check the port.") from why


def _inner(address: _Address) -> _Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def _is_clothed(address: _Address) -> bool:
    """Whether it is an IPv4 address in the form machines without IPv4 see it (mapped, or NAT64 with its own prefix)."""
    return isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64)


def _in_the_world(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
