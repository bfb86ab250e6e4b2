"""Mail addresses: out of header values of any quality, and what one address says of who is behind it.

Forms read: RFC 5322 with groups, comments, routes and quoted local parts; RFC 6532 (UTF-8); and what real mail
adds: missing brackets, missing or unquoted commas, semicolons, `mailto:`, "Anna via List <list@...>". Nothing that
looks like an address is lost; nothing here raises; time grows linearly with the value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from sellwright.interactions import words_mail as words
from sellwright.interactions.names import behind as behind
from sellwright.interactions.names import name_of as name_of
from sellwright.interactions.values import Address

_CACHED_LENGTH = 400  # longer values (a To line of hundreds) seldom come twice
_SIMPLE = re.compile(r'(?:"([^"\\<>@]*)" ?|([^"<>@,;:()\\\[\]]*))<([A-Za-z0-9!#$%&*+/=?^_`{|}~.\'-]+@[A-Za-z0-9.-]+)>$')
_BARE = re.compile(r"([A-Za-z0-9!#$%&*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+)$")
# One mailbox of a list, when it is of a common form, with the comma after it.
_ONE = re.compile(
    r' ?(?:(?:"([^"\\<>@]*)" ?|([^"<>@,;:()\\\[\]]*))<([A-Za-z0-9!#$%&*+/=?^_`{|}~.\'-]+@[A-Za-z0-9.-]+)>'
    r"|([A-Za-z0-9!#$%&*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+)) ?(?:,|$)"
)
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)|<[^<>]*>?|[(),;:>]|\\.?|[^"<>(),;:\\]+', re.S)
_BREAK = re.compile(r"[\s<>\"(),;:\[\]\\]+")
_LITERAL = re.compile(r"[^\s<>\"(),;:\[\]\\@]{1,64}@\[[0-9A-Fa-f:.IPv]{3,45}\]")
_QUOTED_LOCAL = re.compile(r'"((?:[^"\\]|\\.)*)" ?@ ?([^\s<>"(),;:@]+)$')
_COMMENT = re.compile(r"\([^()]*\)")
_ATOM = re.compile(r"[^\s\"(),:;<>@\[\\\]]+$")
_ESCAPE = re.compile(r"\\(.)", re.S)
_SPLIT_LOCAL = re.compile(r"[.\-_+\d]+")
_HOST = re.compile(r"[a-z0-9._-]+$")
_NUMERIC_HOST = re.compile(r"[\d.]+$")


def parse(value: str) -> tuple[Address, ...]:
    """The addresses in one decoded From, To, Cc or Reply-To value, in order, each once.

    Emails are lower-case with the domain in its ASCII (IDNA) form; names are as written, without outer quotes.
    """
    return _parse_cached(value) if len(value) <= _CACHED_LENGTH else _parse(value)


def _parse(value: str) -> tuple[Address, ...]:
    value = value.strip()
    simple = _SIMPLE.match(value)
    if simple:
        quoted, plain, email = simple.groups()
        return (Address(normal(email), " ".join((quoted or plain or "").split())),)
    simple = _BARE.match(value)
    if simple:
        return (Address(normal(simple.group(1))),)
    if "@" not in value:
        return ()
    return _parse_list(value) or _parse_slowly(value)


_parse_cached = lru_cache(maxsize=16384)(_parse)


@lru_cache(maxsize=16384)
def normal(email: str) -> str:
    """An address in the one form used everywhere: lower-case, domain in ASCII, no trailing dot."""
    local, at, host = email.strip().rpartition("@")
    if not at:
        return email.strip().lower()
    host = host.strip().rstrip(".").lower()
    if not host.isascii():
        host = ".".join(_ascii_label(label) for label in re.split(r"[.。．｡]", host))
    if not local.isascii():
        local = unicodedata.normalize("NFC", local)
    return local.lower() + "@" + host


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", label).lower())
    try:
        return text if text.isascii() else "xn--" + text.encode("punycode").decode("ascii")
    except UnicodeError:
        return label


def _parse_list(value: str) -> tuple[Address, ...]:
    """A list in which every mailbox has a common form; () when one has not."""
    found: dict[str, Address] = {}
    at = 0
    while at < len(value):
        one = _ONE.match(value, at)
        if one is None:
            return ()
        quoted, plain, angle, bare = one.groups()
        email = normal(angle or bare)
        name = " ".join((quoted or plain or "").split())
        if email not in found or (name and not found[email].name):
            found[email] = Address(email, name)
        at = one.end()
    return tuple(found.values())


def _parse_slowly(value: str) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for words_before, email in _mailboxes(_lexemes(value)):
        name = " ".join(words_before.split()).strip(" ,;")
        if email not in found or (name and not found[email].name):
            found[email] = Address(email, name)
    return tuple(found.values())


def _lexemes(value: str) -> list[str]:
    """The value cut into quoted strings, <...>, separators, comments (one each) and plain text."""
    lexemes = _LEXEME.findall(value)
    last = lexemes[-1]
    if last.startswith('"') and (len(last) == 1 or not last.endswith('"') or last.endswith('\\"')):
        # A quote that never closes would swallow the rest: read the rest without quotes.
        lexemes[-1:] = _LEXEME.findall(last.replace('"', " ").replace("\\", " "))
    if "(" not in lexemes:
        return lexemes
    if lexemes.count("(") > lexemes.count(")"):
        return [lexeme for lexeme in lexemes if lexeme not in "()"]
    merged: list[str] = []
    depth, comment = 0, ""
    for lexeme in lexemes:
        depth += (lexeme == "(") - (lexeme == ")" and depth > 0)
        if depth or comment:
            comment += lexeme
            if depth == 0:
                merged.append(comment)
                comment = ""
        else:
            merged.append(lexeme)
    return merged + _LEXEME.findall(comment.replace("(", " ").replace(")", " "))


def _mailboxes(lexemes: list[str]) -> list[tuple[str, str]]:
    """(name, email) of each mailbox. A piece without an address before a comma belongs to the next piece's name:
    that is how a decoded `Berg, Anna <a@b>` looks."""
    out: list[tuple[str, str]] = []
    piece: list[str] = []
    carried = ""
    for lexeme in [*lexemes, ","]:
        if lexeme == ":":
            # "Team: a@b, c@d;" names a group; "mailto:a@b" a scheme. Neither is a part of the name.
            piece, carried = [], ""
        elif lexeme in (",", ";"):
            boxes = _in_piece(piece)
            if boxes and carried and boxes[0][0]:
                boxes[0] = (carried + ", " + boxes[0][0], boxes[0][1])
            text = "".join(_unquoted(t) for t in piece if not t.startswith(("<", "(")))
            carried = "" if boxes or lexeme == ";" else (carried + ", " + text.strip()).strip(", ")[:200]
            out += boxes
            piece = []
        else:
            piece.append(lexeme)
    return out


def _in_piece(piece: list[str]) -> list[tuple[str, str]]:
    """The mailboxes between two commas; more than one only when a comma is missing."""
    boxes: list[tuple[str, str]] = []
    phrase: list[str] = []
    for lexeme in piece:
        inner = _angle(lexeme) if lexeme.startswith("<") else ""
        if inner:
            boxes.append((_phrase(phrase), inner))
            phrase = []
        else:
            phrase.append(lexeme)
    if boxes:
        rest = "".join(phrase)
        if "@" in rest and not rest.lstrip().startswith("("):
            boxes += [("", normal(email)) for email in _looking(rest)]
        elif not boxes[-1][0]:
            boxes[-1] = (_comment(phrase), boxes[-1][1])
        return boxes
    text = "".join(piece)
    if "@" not in text or "undisclosed" in text.lower():
        return []
    local = _QUOTED_LOCAL.match(text.strip())
    if local:
        return [("", _with_quoted_local(*local.groups()))]
    outside = "".join(lexeme for lexeme in piece if not lexeme.startswith(("(", '"')))
    emails = _LITERAL.findall(outside) or _looking(outside) or _looking(text)
    if not emails and outside.count("@") == 1:
        emails = _looking("@".join(side.strip() for side in outside.split("@")))
    name = _comment(piece) or _phrase([lexeme for lexeme in piece if lexeme.startswith('"')])
    plain = outside.replace(emails[0], " ").partition(" ?")[0].strip() if len(emails) == 1 and not name else name
    return [(plain if len(emails) == 1 and "@" not in plain else "", normal(email)) for email in emails]


def _looking(text: str) -> list[str]:
    """Every run of characters in `text` that looks like an address."""
    runs = (run.strip("@") for run in _BREAK.split(text) if "@" in run)
    return [run.partition("?")[0] for run in runs if "@" in run]


def _angle(lexeme: str) -> str:
    """The address inside <...>, or '' when there is none."""
    inner = lexeme.strip("<>").strip()
    if "@" not in inner or inner[:11].lower() == "undisclosed":
        return ""
    if "(" in inner:
        inner = _COMMENT.sub("", inner).strip()
    if inner[:7].lower() == "mailto:":
        inner = inner[7:].partition("?")[0]
    if inner.startswith("@"):  # a source route: @one,@two:user@host
        inner = inner.rpartition(":")[2]
    local = _QUOTED_LOCAL.match(inner)
    if local:
        return _with_quoted_local(*local.groups())
    literal = _LITERAL.search(inner)
    if literal:
        return normal(literal.group())
    looks = _looking(inner)
    if looks:
        return normal(looks[0])
    sides = [side.strip() for side in inner.split("@")]
    return normal("@".join(sides)) if len(sides) == 2 and all(sides) and not any(" " in side for side in sides) else ""


def _with_quoted_local(local: str, host: str) -> str:
    plain = _ESCAPE.sub(r"\1", local)
    return normal((plain if _ATOM.match(plain) else '"' + local + '"') + "@" + host)


def _unquoted(lexeme: str) -> str:
    if lexeme.startswith('"'):
        return _ESCAPE.sub(r"\1", lexeme[1:-1] if len(lexeme) > 1 and lexeme.endswith('"') else lexeme[1:])
    return lexeme


def _phrase(lexemes: list[str]) -> str:
    """A display name from the lexemes before <...>; a comment counts only when there is nothing else."""
    text = "".join(_unquoted(lexeme) for lexeme in lexemes if not (lexeme.startswith("(") and lexeme.endswith(")")))
    beside = [lexeme for lexeme in lexemes if lexeme.startswith("(") and lexeme.endswith(")")]
    if text.strip() and beside:
        return text.strip() + " " + beside[0]
    return text.strip() or _comment(lexemes)


def _comment(lexemes: list[str]) -> str:
    for lexeme in lexemes:
        if lexeme.startswith("(") and lexeme.endswith(")"):
            return _ESCAPE.sub(r"\1", lexeme[1:-1]).strip()
    return ""


def domain(email: str) -> str:
    """The part after the last @, or '' for what is no mail address (`tel:+49...`)."""
    return email.rpartition("@")[2] if "@" in email else ""


_suffixes: list[PublicSuffixList] = []


@lru_cache(maxsize=65536)
def registrable(host: str) -> str:
    """The part of a domain that somebody registered (Public Suffix List, private section included), or ''.

    `mail.acme.co.uk` gives `acme.co.uk`. The list is read at the first call.
    """
    host = host.strip(". ").lower()
    if not host.isascii():
        host = normal("x@" + host)[2:]
    if not _HOST.match(host) or _NUMERIC_HOST.match(host) or ".." in host:
        return ""
    if not _suffixes:
        _suffixes.append(PublicSuffixList())
    found = _suffixes[0].privatesuffix(host)
    if not found:
        return ""
    if found == "onmicrosoft.com" and host != found:
        return ".".join(host.split(".")[-3:])
    return str(found)


@lru_cache(maxsize=65536)
def is_free_mail(host: str) -> bool:
    """Whether anybody can get an address at this domain: free-mail providers and households' internet providers."""
    host = host.lower()
    if host in words.FREE_MAIL:
        return True
    owned = registrable(host)
    if owned in words.FREE_MAIL:
        return True
    name, _, ending = owned.partition(".")
    return name in words.FREE_MAIL_NAMES and ending in words.FREE_MAIL_ENDINGS


@lru_cache(maxsize=65536)
def firm_of(email: str) -> str:
    """The firm an address belongs to, as its registrable domain; '' for free mail, relays, lists and unknown."""
    host = domain(email)
    owned = registrable(host)
    if not owned or is_free_mail(host) or host in words.RELAYS or owned in words.RELAYS:
        return ""
    return "" if owned in words.HOSTED and host != owned else owned


def _local_words(email: str) -> list[str]:
    return [word for word in _SPLIT_LOCAL.split(email.rpartition("@")[0].lower().partition("+")[0]) if word]


@lru_cache(maxsize=65536)
def is_role(email: str) -> bool:
    """Whether a desk answers here, not one person: `info@`, `sales-emea@`, `einkauf@`, `acme-support@acme.com`."""
    if "@" not in email:
        return False
    parts = _local_words(email)
    brand = registrable(domain(email)).partition(".")[0]
    allowed = (*brand.split("-"), brand)
    return any(part in words.ROLES for part in parts) and all(
        part in words.ROLES or part in words.ROLE_EXTRAS or part in allowed for part in parts
    )


@lru_cache(maxsize=65536)
def is_machine(email: str) -> bool:
    """Whether nobody reads or writes at this address: `no-reply@`, `mailer-daemon@`, `notifications@` ..."""
    local, at, _ = email.lower().rpartition("@")
    if not at:
        return False
    if any(part in local for part in words.MACHINE_PARTS) or local.endswith(words.LIST_ENDINGS):
        return True
    parts = _local_words(email)
    return (
        bool(parts)
        and (parts[0] in words.MACHINES or parts[-1] in words.MACHINES)
        and (
            len(parts) == 1 or all(part in words.MACHINES or part in words.ROLES or len(part) < 3 for part in parts[:2])
        )
    )


@lru_cache(maxsize=65536)
def is_list(email: str) -> bool:
    """Whether the host is one that carries discussion lists: `dev@lists.example.org`, `x@googlegroups.com`."""
    host = domain(email)
    return (
        host in words.LIST_DOMAINS
        or registrable(host) in words.LIST_DOMAINS
        or (host.count(".") > 1 and host.partition(".")[0] in words.LIST_LABELS)
    )


@lru_cache(maxsize=65536)
def canonical(email: str) -> str:
    """One spelling for addresses that reach the same mailbox, where the provider says so (and nowhere else):
    Gmail's dots, +tags at providers that have them, and twin domains such as googlemail.com and gmail.com."""
    local, at, host = normal(email).rpartition("@")
    if not at:
        return email
    host = words.TWINS.get(host, host)
    if host in words.TAGGED and "+" in local[1:]:
        local = local[0] + local[1:].partition("+")[0]
    if host in words.DOTLESS:
        local = local.replace(".", "") or local
    return local + "@" + host
