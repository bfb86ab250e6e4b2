"""Which server an address is led to, by whose word; and that no answer from outside can lead it astray."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

import pytest
from dns.resolver import NoResolverConfiguration, Resolver

from sellwright.capture import discovery
from sellwright.capture.discovery import Settings, Source, Ways, find, read_published
from sellwright.capture.providers import PROVIDERS, SignIn, of_host, of_mx
from sellwright.outbound import NotReachable
from tests.capture import names

DOCUMENT = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="firm.example">
 <incomingServer type="pop3"><hostname>pop.firm.example</hostname><port>995</port><socketType>SSL</socketType>
  <username>%EMAILADDRESS%</username></incomingServer>
 <incomingServer type="imap"><hostname>plain.firm.example</hostname><port>143</port><socketType>plain</socketType>
  <username>%EMAILADDRESS%</username></incomingServer>
 <incomingServer type="imap"><hostname>%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
  <username>%EMAILLOCALPART%</username></incomingServer>
</emailProvider></clientConfig>"""
OWN = "https://autoconfig.firm.example/mail/config-v1.1.xml?emailaddress=mira%40firm.example"


def nobody() -> Resolver:
    raise NoResolverConfiguration


def asking(
    resolver: Callable[[], Resolver] = nobody, pages: Mapping[str, str] | None = None, there: tuple[str, ...] = ()
) -> Ways:
    """Ways to a world in which these pages and these mail servers exist."""

    def fetch(url: str) -> bytes:
        if url not in (pages or {}):
            raise NotReachable("nobody there")
        return (pages or {})[url].encode()

    return Ways(resolver, fetch, lambda host, port, security: host in there)


def told(found: Settings) -> tuple[str, int, str, str, Source, str]:
    return found.host, found.port, found.security, found.user, found.source, found.said_by


def test_known_providers_ask_nobody() -> None:
    found = find("Mira@GMX.de", asking())
    assert told(found) == ("imap.gmx.net", 993, "tls", "mira@gmx.de", Source.KNOWN, "GMX")
    assert find("a@gmail.com", asking()).sign_in is SignIn.GOOGLE
    assert find("a@hotmail.com", asking()).sign_in is SignIn.MICROSOFT
    assert find("a@tuta.com", asking()).sign_in is SignIn.NONE
    assert find("a@icloud.com", asking()).calendar == "https://caldav.icloud.com/"


def test_a_domain_hosted_elsewhere_is_known_by_who_takes_its_mail_in() -> None:
    records = {("firm.example", "MX"): ["20 other.example.", "10 Firm-Example.mail.protection.outlook.com."]}
    with names.known(records) as resolver:
        found = find("mira@firm.example", asking(lambda: resolver, {OWN: DOCUMENT}))
    assert (found.sign_in, found.source, found.said_by) == (
        SignIn.MICROSOFT, Source.MX, "firm-example.mail.protection.outlook.com",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("aspmx.l.google.com", "Gmail"),
        ("smtp.google.com", "Gmail"),
        ("firm-com.r-v1.mx.microsoft", "Microsoft"),
        ("mx00.kundenserver.de", "IONOS"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("smtpin.rzone.de", "Strato"),
        ("notgoogle.com", None),
        ("google.com.evil.example", None),
    ],
)
def test_who_takes_mail_in(server: str, name: str | None) -> None:
    found = of_mx(server)
    assert (found.name if found else None) == name


def test_what_the_domain_publishes_with_its_plain_lines_left_out() -> None:
    found = find("mira@firm.example", asking(pages={OWN: DOCUMENT}))
    assert told(found) == ("firm.example", 993, "tls", "mira", Source.PUBLISHED, "firm.example")


def test_what_the_firm_publishes_that_takes_its_mail_in() -> None:
    url = "https://autoconfig.hoster.example/mail/config-v1.1.xml?emailaddress=mira%40firm.example"
    page = DOCUMENT.replace("<hostname>%EMAILDOMAIN%", "<hostname>imap.hoster.example")
    with names.known({("firm.example", "MX"): ["10 mx1.hoster.example."]}) as resolver:
        found = find("mira@firm.example", asking(lambda: resolver, {url: page}))
    assert (found.host, found.source, found.said_by) == ("imap.hoster.example", Source.PUBLISHED, "hoster.example")


def test_records_of_the_domain_with_the_wanted_one_first() -> None:
    records = {
        ("_imaps._tcp.firm.example", "SRV"): ["20 1 993 second.firm.example.", "10 1 9993 first.firm.example."],
        ("_caldavs._tcp.firm.example", "SRV"): ["1 1 8443 dav.firm.example."],
    }
    with names.known(records) as resolver:
        found = find("mira@firm.example", asking(lambda: resolver))
    assert told(found) == ("first.firm.example", 9993, "tls", "mira@firm.example", Source.SRV, "firm.example")
    assert found.calendar == "https://dav.firm.example:8443/"


def test_a_record_that_says_there_is_none_is_no_server() -> None:
    records = {
        ("_imaps._tcp.firm.example", "SRV"): ["0 0 0 ."],
        ("_imap._tcp.firm.example", "SRV"): ["5 1 143 imap.firm.example."],
    }
    with names.known(records) as resolver:
        found = find("mira@firm.example", asking(lambda: resolver))
    assert (found.host, found.security) == ("imap.firm.example", "starttls")


def test_usual_names_are_tried() -> None:
    found = find("mira@firm.example", asking(there=("mail.firm.example",)))
    assert told(found) == ("mail.firm.example", 993, "tls", "mira@firm.example", Source.TRIED, "mail.firm.example")


@pytest.mark.parametrize("address", ["mira@firm.example", "mira@localhost", "mira@10.0.0.1", "mira@[::1]", "mira", "@"])
def test_nobody_knows_and_nothing_is_raised(address: str) -> None:
    found = find(address, asking())
    assert (found.host, found.source) == ("", Source.NOBODY)


def test_a_world_that_never_answers_is_left_in_time() -> None:
    over = threading.Event()

    def never(_url: str) -> bytes:
        over.wait(30)
        return b""

    begun = time.monotonic()
    found = find("mira@firm.example", Ways(nobody, never, lambda *_: over.wait(30)), seconds=0.3)
    took = time.monotonic() - begun
    over.set()
    assert found.source is Source.NOBODY
    assert took < 15  # of the 30 that each answer would have taken


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<html>not found</html>",
        "<clientConfig>",
        "\0",
        DOCUMENT.replace("<port>993", "<port>99999"),
        DOCUMENT.replace("<port>993", "<port>" + "9" * 5000),
        DOCUMENT.replace("<port>993", "<port>-1"),
        DOCUMENT.replace("<hostname>%EMAILDOMAIN%", "<hostname>a b"),
        DOCUMENT.replace("<hostname>%EMAILDOMAIN%", "<hostname>-oProxyCommand=x.example"),
        DOCUMENT.replace("<socketType>SSL", "<socketType>plain"),
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>' + DOCUMENT.replace('<?xml version="1.0"?>', ""),
    ],
)
def test_a_document_that_cannot_be_used_is_none(document: str) -> None:
    assert read_published(document.encode(), "mira@firm.example", "firm.example") is None


def test_a_server_that_is_not_on_the_loopback_is_not_called_without_leave() -> None:
    from sellwright.outbound import Reach

    assert not discovery.answers("127.0.0.1", 1, "tls", Reach())


def test_a_server_is_known_by_its_name_and_no_name_is_nobodys() -> None:
    found = of_host("imap.gmx.net")
    assert found is not None
    assert found.name == "GMX"
    assert of_host("") is None  # some let no program in and have no server
    assert of_host("imap.firm.example") is None


def test_the_table_is_of_one_mind() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))
    for provider in PROVIDERS:
        assert provider.sign_in is SignIn.NONE or provider.host
        assert provider.security in ("tls", "starttls")
        assert not provider.page or provider.page.startswith("https://")
        assert provider.domains or provider.mx
        for domain in provider.mx:
            assert of_mx("x." + domain) == provider, domain
