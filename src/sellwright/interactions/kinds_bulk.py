"""Lists, newsletters and robots: what one sends to many, and what nobody wrote.

Headers of RFC 2369 and 2919 and of the programs that send come first, the sender's address next, words last.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from sellwright.interactions import absences, addresses
from sellwright.interactions import words_kinds as words
from sellwright.interactions.kinds_look import Look
from sellwright.interactions.mime import Headers
from sellwright.interactions.values import Verdict

_SPLIT = re.compile(r"[._+-]")
_MAYBE_LIST = re.compile(rb"list|groups|-(?:talk|devel|dev|users|discuss|announce|l)@", re.I)
MAX_WORDS = 3000  # characters at either end of a letter whose words are looked at


def many(look: Look) -> Verdict | None:
    """Discussion lists and newsletters, by their headers (RFC 2369, 2919)."""
    names, headers = look.names, look.headers
    robot = min(names & words.ROBOT_HEADERS, default="")
    if robot:
        return Verdict("robot", (f"header {robot}",))
    precedence = look.precedence
    bulk = precedence in ("bulk", "list", "junk")
    campaign = min(names & words.CAMPAIGN_HEADERS, default="")
    campaign = campaign or mailer(look)
    listed = min(names & words.LIST_HEADERS, default="")
    list_id = headers.get("list-id") if "list-id" in names else ""
    if listed and not campaign and _is_desk(names, list_id or headers.get("list-post")):
        listed = list_id = ""
        bulk = False
    if listed and not campaign and not _announces(look):
        return Verdict("list", (f"header {listed}",))
    owner = _owner(headers)
    if owner and not campaign:
        return Verdict("list", (f"header Sender or Return-Path: {owner}",))
    if campaign:
        return Verdict("newsletter", (f"header {campaign}",))
    if list_id:
        return Verdict("list" if look.is_reply else "newsletter", (f"header List-Id: {list_id[:60]}",))
    offers = "list-unsubscribe" in names
    sent = min(names & words.SENDING_HEADERS, default="")
    if bulk:
        kind = "list" if look.is_reply else "newsletter"
        made = headers.get("auto-submitted").lower() if "auto-submitted" in names else ""
        if made.startswith("auto-g") and not offers and not _footers(look.text):
            # A build, an agenda, an alarm: machines mark their notices bulk so that nobody answers them.
            return Verdict("robot", (f"header Auto-Submitted: {made[:60]}", "no offer to unsubscribe"))
        if kind == "newsletter" and not offers and addresses.is_machine(look.sender.email) and not _footers(look.text):
            return Verdict("robot", (f"header Precedence: {precedence}", f"sender {look.sender.email}"))
        return Verdict("list" if kind == "list" else "newsletter", (f"header Precedence: {precedence}",))
    if offers and not look.is_reply:
        # Tools for one-to-one letters add List-Unsubscribe too: alone it proves nothing (see the docs page).
        faceless = addresses.is_machine(look.sender.email) or addresses.is_role(look.sender.email)
        if faceless or (sent and _footers(look.text)) or _footers(look.text) > 1:
            return Verdict("newsletter", ("header List-Unsubscribe", f"sender {look.sender.email}"))
    value = headers.get("auto-submitted").lower() if "auto-submitted" in names else ""
    if value.startswith("auto"):
        return _generated(look, value)
    return None


def mailer(look: Look) -> str:
    """The name of the header that shows a program for campaigns, or ''."""
    return "x-mailer" if "x-mailer" in look.names and _is_campaign_mailer(look.headers.raw("x-mailer")) else ""


@lru_cache(maxsize=4096)
def _is_campaign_mailer(raw: bytes) -> bool:
    low = raw[:200].decode("latin-1").lower()
    return any(map(low.__contains__, words.CAMPAIGN_MAILERS))


def _generated(look: Look, value: str) -> Verdict:
    """Auto-Submitted that is no answer. Notes and some others declare absence notices so."""
    low = look.low_subject
    if any(word in low for word in ("is out of the office", "ist außer haus", "ist abwesend")):
        absence = absences.read(look.text, look.subject, look.sender, look.at)
        return Verdict("out_of_office", (f"header Auto-Submitted: {value[:60]}", "subject"), absence=absence)
    return Verdict("robot", (f"header Auto-Submitted: {value[:60]}",))


def _is_desk(names: AbstractSet[str], list_id: str) -> bool:
    """A firm's own desk kept as a group (sales@ at Google or Microsoft): what comes so is written to the desk."""
    if "x-mailman-version" in names or "x-beenthere" in names:
        return False
    inside = list_id.rpartition("<")[2].strip("<> ").removeprefix("mailto:")
    address = inside if "@" in inside else inside.replace(".", "@", 1)
    return addresses.is_role(address) and not addresses.is_list(address) and not addresses.is_machine(address)


def _announces(look: Look) -> bool:
    """A list only its owner writes to (List-Post: NO), which is a newsletter."""
    return look.headers.get("list-post").strip().upper().startswith("NO") and not look.is_reply


def _owner(headers: Headers) -> str:
    for name in ("sender", "return-path", "x-sender"):
        raw = headers.raw(name)
        if b"owner" in raw or b"-bounces" in raw or b"-admin@" in raw or b"bounce@groups" in raw:
            found = addresses.parse(headers.get(name))
            local = found[0].email.partition("@")[0] if found else ""
            if local.startswith("owner-") or local.endswith(("-owner", "-bounces", "-admin", "-bounce")):
                return found[0].email
            if "-bounces+" in local:
                return found[0].email
    return ""


def _footers(text: str) -> int:
    low = (text[:300] + "\n" + text[-MAX_WORDS:]).lower()
    return sum(word in low for word in words.FOOTERS)


def listed(look: Look) -> Verdict | None:
    """Lists without list headers: a tag before the subject and nobody, or a list's address, written to."""
    if "return-path" in look.names and "sender" not in look.names:
        owner = _owner(look.headers)
        if owner:
            return Verdict("list", (f"header Return-Path: {owner}",))
    raw = look.headers.raw("to") + look.headers.raw("cc")
    if "[" in look.subject[:12] and "]" in look.subject[:40] and "to" not in look.names:
        return Verdict("list", (f"subject tag in {look.subject[:40]!r}, addressed to nobody",))
    if _MAYBE_LIST.search(raw):
        for address in addresses.parse(look.headers.get("to")) + addresses.parse(look.headers.get("cc")):
            local = address.email.partition("@")[0]
            if addresses.is_list(address.email) or local.endswith(words.POSTER_ENDS):
                return Verdict("list", (f"written to the list {address.email}",))
    return None


def robot(look: Look) -> Verdict | None:
    """Machines that declare nothing: by their address, their name, or their own word."""
    email = look.sender.email
    if addresses.is_machine(email):
        if not look.is_reply and _footers(look.text) > 1:
            return Verdict("newsletter", (f"sender {email}", "the foot of a newsletter"))
        return Verdict("robot", (f"sender {email}",))
    if not email:
        return Verdict("robot", ("no sender",))
    if look.low_subject.startswith(("report domain:", "dmarc aggregate report", "[preview] report domain:")):
        return Verdict("robot", (f"subject {look.subject[:40]!r}: a DMARC or TLS report",))
    local = email.partition("@")[0]
    if _is_counted(local):
        return Verdict("newsletter", (f"sender {email}: an address made for one mailing",))
    name = look.sender.name
    if not look.is_reply and _is_campaign(email, name):
        return Verdict("newsletter", (f"sender {name[:40]} <{email}>",))
    if name and _is_robot_name(name):
        return Verdict("robot", (f"sender named {name[:40]!r}",))
    if "x-auto-response-suppress" in look.names and addresses.is_role(email) and not look.is_reply:
        return Verdict("robot", ("header X-Auto-Response-Suppress", f"sender {email}"))
    if (
        look.declared
        and not look.names.isdisjoint(words.SENDING_HEADERS)
        and addresses.is_role(email)
        and not look.is_reply
    ):
        return Verdict("robot", (f"header {min(look.names & words.SENDING_HEADERS)}", f"sender {email}"))
    return None


@lru_cache(maxsize=16384)
def _is_counted(local: str) -> bool:
    """Whether a local part carries a mailing's counters ("list#3.19676.e7-cwsBl8.1"), as nobody's own address does."""
    if "#" in local or local.count("=") == 1:
        return True
    groups = [group for group in _SPLIT.split(local) if group]
    return len(groups) > 3 and sum(char.isdigit() for char in local) > 5


@lru_cache(maxsize=16384)
def _is_campaign(email: str, name: str) -> bool:
    """Whether an address or its name is kept for newsletters: news@, anyone at news.firm.example."""
    local, _, host = email.partition("@")
    if local in words.CAMPAIGN_LABELS or (host.count(".") > 1 and host.partition(".")[0] in words.CAMPAIGN_LABELS):
        return True
    low = name.lower()
    return any(map(low.__contains__, words.CAMPAIGN_NAMES))


@lru_cache(maxsize=16384)
def _is_robot_name(name: str) -> bool:
    low = " " + name.lower()
    return any(map(low.__contains__, words.ROBOT_NAMES))


def written(look: Look) -> Verdict | None:
    """Kinds told by words alone, with two independent signs."""
    text = look.new_text
    if look.low_subject.startswith(words.RECEIPT_SUBJECTS):
        low = look.text[:600].lower()
        if any(map(low.__contains__, words.RECEIPT_TEXT)) and len(look.text) < 1500:
            return Verdict("receipt", (f"subject {look.subject[:40]!r}", "says when it was read"))
    if not _own_thread(look) and absences.formal_notice(text):
        absence = absences.read(look.text, look.subject, look.sender, look.at)
        return Verdict("out_of_office", ("the form of an absence notice, no question asked",), absence=absence)
    if look.is_reply:
        return None
    tail = look.text[-MAX_WORDS:].lower()
    if any(map(tail.__contains__, words.FOOTER_STEMS)) or "browser" in look.text[:300].lower():
        feet = _footers(look.text)
        if feet > 1 or (feet and addresses.is_role(look.sender.email)):
            return Verdict("newsletter", ("the foot of a newsletter",))
    low = (text[:500] + "\n" + text[-500:]).lower()
    if low.isascii() and not any(map(low.__contains__, words.ROBOT_STEMS)):
        return None
    said = next((word for word in words.ROBOT_TEXT if word in low), "")
    if said:
        return Verdict("robot", (f"words {said!r}",))
    return None


def _own_thread(look: Look) -> bool:
    """A letter with the reader's own words quoted beneath is written, not sent by a machine, unless it is a notice."""
    return len(look.text) > len(look.new_text) + 1200
