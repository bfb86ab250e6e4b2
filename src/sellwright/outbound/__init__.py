"""The one door to other machines: every connection to a mail server, calendar or web address of another is opened here.

`connect` opens a socket, `session` speaks HTTP over such sockets (docs/decisions/0027-outbound.md).
"""

from sellwright.outbound.door import CONNECT, NotLetOut, NotReachable, Reach, connect, reach
from sellwright.outbound.web import NotTrusted, Session, TooMuch, session, trusted

__all__ = [
    "CONNECT",
    "NotLetOut",
    "NotReachable",
    "NotTrusted",
    "Reach",
    "Session",
    "TooMuch",
    "connect",
    "reach",
    "session",
    "trusted",
]
