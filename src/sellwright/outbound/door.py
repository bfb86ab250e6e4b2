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
        if any(
            one in network for one in {address, inner} for network in self.networks if network.version == one.version
        ):
            return True
        return self.world and all(
            one.is_global and not one.is_multicast and not one.is_reserved for one in {address, inner}
        )


def reach() -> Reach:
    """What the owners of this workspace allowed."""
    given = Workspace.objects.values_list("reach", flat=True).first()
    return Reach.of(given or ())


def connect(host: str, port: int, *, allowed: Reach, timeout: float = CONNECT) -> socket.socket:
    """A connected TCP socket with that timeout on every later call. Raises NotLetOut, NotReachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as failure:
        raise NotReachable(f"No server is known by the name {host!r:.80}.", "Check how it is spelled.") from failure
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
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
