"""A name server on the loopback that knows what a test tells it, and nothing else."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from dns.resolver import Resolver

Records = Mapping[tuple[str, str], list[str]]  # (name without the last dot, type) to values as zone files write them


@contextmanager
def known(records: Records) -> Iterator[Resolver]:
    """A resolver that asks only this server. A name that is not in `records` does not exist."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, line = self.request
            asked = dns.message.from_wire(data)
            answer = dns.message.make_response(asked)
            answer.flags |= dns.flags.RA
            question = asked.question[0]
            kind = dns.rdatatype.to_text(question.rdtype)
            held = records.get((question.name.to_text(omit_final_dot=True).lower(), kind))
            if held:
                answer.answer.append(dns.rrset.from_text(question.name, 60, dns.rdataclass.IN, kind, *held))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            line.sendto(answer.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        resolver.timeout, resolver.lifetime = 5.0, 10.0
        try:
            yield resolver
        finally:
            server.shutdown()
            thread.join()
