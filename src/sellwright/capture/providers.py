"""Mail providers as everybody knows them: where their IMAP server is, and how one signs in there.

A table of public facts, so that most people type an address and nothing else. What is not here is asked of the domain
itself (discovery).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SignIn(StrEnum):
    """How a provider lets a program in."""

    OWN = "own"  # the mailbox's own password
    APP = "app"  # a password made for this program; the own one is refused
    GOOGLE = "google"  # a button; an app password works too
    MICROSOFT = "microsoft"  # a button, and nothing else
    NONE = "none"  # it lets no program in


@dataclass(frozen=True, slots=True)
class Provider:
    """`mx` are endings of names of the servers that take mail in for domains it hosts. `steps` say what its own site
    wants done first, `page` is where; `calendar` is the address to begin at with CalDAV."""

    name: str
    host: str
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    sign_in: SignIn = SignIn.OWN
    port: int = 993
    security: str = "tls"
    page: str = ""
    steps: tuple[Promise, ...] = ()
    calendar: str = ""


_TWO_STEPS = _("Switch on two-step verification there, if it is off: app passwords exist only with it.")
_MAKE = _("Make an app password there, call it “Sellwright”, and paste it here. It can be taken back any day.")
_OWN_REFUSED = _(
    "Your everyday password does not work here, on purpose: an app password opens the mail and nothing else."
)
_SWITCH_ON = _("Allow programs to read your mail (IMAP) in the settings of your mailbox there: it is off at first.")
_WITH_SECOND = _("With a second factor switched on, make an app password there and use it here.")
_APP = (_OWN_REFUSED, _TWO_STEPS, _MAKE)

PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "Gmail", "imap.gmail.com", ("gmail.com", "googlemail.com"), ("google.com", "googlemail.com"), SignIn.GOOGLE,
        page="https://myaccount.google.com/apppasswords", steps=_APP,
    ),
    Provider(
        "Microsoft", "outlook.office365.com",
        ("outlook.com", "outlook.de", "outlook.fr", "outlook.es", "outlook.it", "hotmail.com", "hotmail.de",
         "hotmail.fr", "hotmail.it", "hotmail.co.uk", "live.com", "live.de", "live.fr", "msn.com", "passport.com"),
        ("mail.protection.outlook.com", "mx.microsoft", "olc.protection.outlook.com"), SignIn.MICROSOFT,
    ),
    Provider(
        "Yahoo", "imap.mail.yahoo.com",
        ("yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.uk", "ymail.com", "rocketmail.com"),
        ("yahoodns.net",), SignIn.APP, page="https://login.yahoo.com/account/security",
        steps=(_OWN_REFUSED, _MAKE),
    ),
    Provider(
        "AOL", "imap.aol.com", ("aol.com", "aol.de", "aim.com"), (), SignIn.APP,
        page="https://login.aol.com/account/security", steps=(_OWN_REFUSED, _MAKE),
    ),
    Provider(
        "iCloud", "imap.mail.me.com", ("icloud.com", "me.com", "mac.com"), ("mail.icloud.com",), SignIn.APP,
        page="https://account.apple.com", steps=_APP, calendar="https://caldav.icloud.com/",
    ),
    Provider(
        "Fastmail", "imap.fastmail.com", ("fastmail.com", "fastmail.fm", "sent.com"), ("messagingengine.com",),
        SignIn.APP, page="https://app.fastmail.com/settings/security/apps", steps=(_OWN_REFUSED, _MAKE),
        calendar="https://caldav.fastmail.com/",
    ),
    Provider(
        "GMX", "imap.gmx.net", ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.org"), ("gmx.net",),
        page="https://hilfe.gmx.net/pop-imap/einschalten.html", steps=(_SWITCH_ON, _WITH_SECOND),
    ),
    Provider(
        "GMX", "imap.gmx.com", ("gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "gmx.es", "mail.com"), ("mail.com",),
        steps=(_SWITCH_ON, _WITH_SECOND),
    ),
    Provider(
        "WEB.DE", "imap.web.de", ("web.de", "email.de"), ("web.de",),
        page="https://hilfe.web.de/pop-imap/einschalten.html", steps=(_SWITCH_ON, _WITH_SECOND),
    ),
    Provider(
        "T-Online", "secureimap.t-online.de", ("t-online.de", "magenta.de"), ("t-online.de",),
        page="https://account.idm.telekom.com",
        steps=(_("Telekom has an own password for mail programs: set it in your login settings, use it here."),),
    ),
    Provider("freenet", "mx.freenet.de", ("freenet.de",), ("freenet.de",)),
    Provider("IONOS", "imap.ionos.de", (), ("kundenserver.de", "ionos.de", "1und1.de")),
    Provider("IONOS", "imap.ionos.com", (), ("ionos.com", "1and1.com", "perfora.net")),
    Provider("IONOS", "imap.ionos.co.uk", (), ("ionos.co.uk", "1and1.co.uk")),
    Provider("Strato", "imap.strato.de", (), ("rzone.de", "strato.de")),
    Provider("Hetzner", "mail.your-server.de", (), ("your-server.de",)),
    Provider(
        "mailbox.org", "imap.mailbox.org", ("mailbox.org",), ("mailbox.org",), steps=(_WITH_SECOND,),
        calendar="https://dav.mailbox.org/",
    ),
    Provider(
        "Posteo", "posteo.de", ("posteo.de", "posteo.net", "posteo.org", "posteo.at", "posteo.ch"), ("posteo.de",),
        calendar="https://posteo.de:8443/",
    ),
    Provider(
        "Zoho", "imap.zoho.com", ("zohomail.com", "zoho.com"), ("zoho.com",), page="https://accounts.zoho.com/home#security",
        steps=(_SWITCH_ON, _WITH_SECOND),
    ),
    Provider(
        "Zoho", "imap.zoho.eu", ("zohomail.eu", "zoho.eu"), ("zoho.eu",), page="https://accounts.zoho.eu/home#security",
        steps=(_SWITCH_ON, _WITH_SECOND),
    ),
    Provider("Orange", "imap.orange.fr", ("orange.fr", "wanadoo.fr"), ("orange.fr",), steps=(_SWITCH_ON,)),
    Provider("Free", "imap.free.fr", ("free.fr",), ("free.fr",)),
    Provider("SFR", "imap.sfr.fr", ("sfr.fr", "neuf.fr", "cegetel.net"), ("sfr.fr",)),
    Provider("La Poste", "imap.laposte.net", ("laposte.net",), ("laposte.net",), steps=(_SWITCH_ON,)),
    Provider("OVH", "ssl0.ovh.net", (), ("ovh.net", "ovh.ca")),
    Provider("Gandi", "mail.gandi.net", (), ("gandi.net",)),
    Provider("Libero", "imapmail.libero.it", ("libero.it", "inwind.it", "iol.it", "blu.it"), ("libero.it",)),
    Provider("Virgilio", "in.virgilio.it", ("virgilio.it",), ("virgilio.it",)),
    Provider("Tiscali", "imap.tiscali.it", ("tiscali.it",), ("tiscali.it",)),
    Provider("Aruba", "imaps.aruba.it", ("aruba.it",), ("aruba.it",)),
    Provider("Bluewin", "imaps.bluewin.ch", ("bluewin.ch",), ("bluewin.ch",)),
    Provider("Infomaniak", "mail.infomaniak.com", ("ik.me", "etik.com"), ("infomaniak.ch",), steps=(_WITH_SECOND,)),
    Provider(
        "Yandex", "imap.yandex.com", ("yandex.com", "yandex.ru", "ya.ru"), ("yandex.net", "yandex.ru"),
        SignIn.APP, page="https://id.yandex.com/security/app-passwords",
        steps=(_SWITCH_ON, _OWN_REFUSED, _MAKE),
    ),
    Provider("Migadu", "imap.migadu.com", (), ("migadu.com",), calendar="https://cdav.migadu.com/"),
    Provider("Rackspace", "secure.emailsrvr.com", (), ("emailsrvr.com",)),
    Provider("GoDaddy", "imap.secureserver.net", (), ("secureserver.net",)),
    Provider("Namecheap", "mail.privateemail.com", (), ("privateemail.com",)),
    Provider("Hostinger", "imap.hostinger.com", (), ("hostinger.com",)),
    Provider("Runbox", "mail.runbox.com", ("runbox.com",), ("runbox.com",)),
    Provider(
        "Proton", "127.0.0.1", ("proton.me", "protonmail.com", "pm.me"), ("protonmail.ch",), port=1143,
        security="starttls", page="https://proton.me/mail/bridge",
        steps=(
            _("Proton lets programs in through its Bridge alone: start it on the machine that Sellwright runs on."),
            _("Use the user name and password that the Bridge shows, not those of your account."),
        ),
    ),
    Provider("Tuta", "", ("tuta.com", "tutanota.com", "tutanota.de", "tutamail.com"), ("tutanota.de",), SignIn.NONE),
    Provider("HEY", "", ("hey.com",), ("hey.com",), SignIn.NONE),
)  # fmt: skip


@cache
def _by_domain() -> dict[str, Provider]:
    return {domain: provider for provider in PROVIDERS for domain in provider.domains}


def of_domain(domain: str) -> Provider | None:
    """The provider whose own addresses end in this domain (lower-case)."""
    return _by_domain().get(domain)


def of_mx(server: str) -> Provider | None:
    """The provider a domain's mail is delivered to, by the name of the server that takes it (lower-case, no dot)."""
    for provider in PROVIDERS:
        if any(server == ending or server.endswith("." + ending) for ending in provider.mx):
            return provider
    return None


def of_host(host: str) -> Provider | None:
    """The provider that runs this IMAP server."""
    return next((provider for provider in PROVIDERS if host and provider.host == host), None)
