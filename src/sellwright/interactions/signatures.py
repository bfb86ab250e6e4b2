"""The block of contact data under a letter: where it begins, and the facts it states about the sender.

The sign-off ("Best regards") and the name under it are part of the letter; the block is what follows. Precision goes
before recall: without a telephone number, an address, a title or the like there is no block, and a fact is read only
where its form or its label leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sellwright.interactions.new_text_words import SIGN_OFFS, word_set
from sellwright.interactions.quoting import is_rule
from sellwright.interactions.values import Address, Fact, Span

_Keep = Callable[[str, int, int], None]

_LINES = 18  # lines with text a contact block may have
_MOST = 40  # lines with text under a delimiter, notices and all
_REACH = 120  # lines looked at below a rule: bounds the time that many rules can take
_DELIMITERS = frozenset(("--", "—", "––", "—-", "-—", "- -", "__", "___", "–", "——", "---"))
_FACT_CHARS = 3000  # of a signature that are read for facts

_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"(?<![\w/=@.-])(?:\+|\(\+?|00)?\d[\d\s().\-/\xa0‑]{5,22}\d(?![\w@])")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]|,;\"'*]{3,200}", re.I)
_DOMAIN = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}(?![\w@./-])", re.I)
# These three are searched in lower-case text: several times as fast as with the flag IGNORECASE.
_LEGAL = re.compile(
    r"(?<!\w)(?:gmbh(?: & co\.? kg)?|g\.m\.b\.h\.|ag|kg|ohg|e\.k\.|ug|ltd\.?|limited|llc|l\.l\.c\.|inc\.?|corp\.?"
    r"|corporation"
    r"|plc|llp|s\.?a\.?s\.?|s\.?a\.?r\.?l\.?|sarl|s\.a\.|s\.l\.u?\.?|s\.r\.l\.|srl|s\.p\.a\.|spa|b\.v\.|bv|n\.v\."
    r"|oyj?|aps"
    r"|a/s|asa?|sp\. ?z ?o\.? ?o\.?|s\.r\.o\.|a\.s\.|kft\.?|zrt\.?|ltda\.?|lda\.?|pty ltd\.?|pvt\.? ltd\.?"
    r"|co\.,? ltd\.?"
    r"|ооо|зао|оао|ab|株式会社|有限公司|d\.o\.o\.|ehf\.?|hf\.)(?!\w)"
)
_TITLE = re.compile(
    r"\b(?:c[efotmri]o|cpo|vp|svp|evp|president|director|directeur|directrice|direktor\w*|direttore|direttrice"
    r"|diretora?"
    r"|manager\w*|head of|head,|chief|officer|founder|co-founder|gründer\w*|fondateur|fondatrice|owner|inhaber\w*"
    r"|partner"
    r"|lead|leiter\w*|leitung|geschäftsführer\w*|vertrieb\w*|einkauf\w*|einkäufer\w*|verkauf\w*|innendienst"
    r"|außendienst"
    r"|engineer\w*|developer|architect|analyst|consultant|berater\w*|specialist|spezialist\w*|executive|associate"
    r"|assistant\w*|assistenz|coordinator|representative|advisor|adviser|scientist|researcher|professor|buyer"
    r"|purchasing"
    r"|procurement|sales|marketing|account|controller|accountant|buchhalt\w*|sachbearbeiter\w*|projektleiter\w*"
    r"|responsable|chargée? d|gérante?|acheteu(?:r|se)|ingénieure?|technicien(?:ne)?|comptable|jefe|jefa|gerente"
    r"|encargad[oa]|ingenier[oa]|responsabile|impiegat[oa]|ingegnere|engenheir[oa]|hoofd|verkoper|inkoper|adviseur"
    r"|medewerker|directeur|chef|säljare|inköpare|försäljning\w*|ansvarig|daglig leder|salgssjef|sælger|indkøber"
    r"|direktør"
    r"|innkjøp\w*|selger|myyntipäällikkö|johtaja|toimitusjohtaja|päällikkö|ostaja|dyrektor|kierownik|specjalista"
    r"|prezes|ředitel\w*|vedoucí|jednatel|obchodní|директор|менеджер|руководитель|начальник|инженер|специалист)\b"
)
_STREET = re.compile(
    r"\b(?:street|st\.|ave(?:nue)?\b|road|rd\b|lane|blvd|drive|suite|floor|rue\b|quai\b|place\b|via\b|viale|piazza"
    r"|calle|avenida|plaza|rua\b|praça|ul\.)|(?:vej|gade|gata|tie)\b"
)
_STREET_PIECES = (
    "strasse", "straße", "str.", "weg", "platz", "allee", "gasse", "boulevard", "straat", "laan", "plein", "gracht",
    "gatan", "vägen", "veien", "katu", "ulica", "náměstí", "улица", "ул.",
)  # fmt: skip
_POSTAL = re.compile(
    r"(?<![\w+])(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3,4})?\s+[^\W\d_]{3,}|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    r"|\b[A-Z]{2} \d{5}\b"
)
_MOBILE = word_set(
    "m|mob|port|mobile|mobil|cell|cellphone|handy|gsm|portable|móvil|movil|cellulare|cell.|celular|mobiel|kom|komórka"
    "|моб|📱|c"
    "|mobilnummer|mobilfunk|matkapuhelin|telemóvel|mobitel|farsími|мобильный|mobile phone|tel. mob|mob.|tel mob"
)
_LANDLINE = word_set(
    "t|tel|p|o|d|phone|telephone|telefon|tél|téléphone|teléfono|telefono|telefone|telefoon|tlf|tfn|puh|puhelin|office"
    "|direct"
    "|direct line|direkt|durchwahl|fon|fest|ph|tel.|тел|телефон|☎|📞|☏|main|work|switchboard|zentrale|sími|dir"
    "|phone number"
    "|tel direct|direct dial|ddi|call|call me|whatsapp"
)
_SOCIAL = ("linkedin.", "facebook.", "twitter.", "x.com", "instagram.", "youtube.", "xing.", "tiktok.", "calendly.",
           "vimeo.", "github.", "aka.ms", "goo.gl", "maps.", "mailto", "outlook.", "bit.ly", "zoom.", "teams.",
           "meet.")  # fmt: skip
_COLUMNS = re.compile(r"\s{2,}|\s?[|,/]\s?|\s[-–—]\s")
_AT_FIRM = re.compile(r" (?:at|bei|chez|@|bij|hos) ")
_PARTING = ("|", "/", "\t", "   ")  # in plain ASCII
_SPLIT = re.compile(r"[|•·∙●]|\s[–—/]\s|\t|\s{3,}")


def find(lines: list[str], region: tuple[int, int], rules: list[int], sender_name: str) -> int:
    """The first line of the contact block at the end of a region of lines (stripped), or the region's end.

    `rules` are the lines, in order, that begin like a rule.
    """
    start, end = region
    for index in rules:
        line = lines[index]
        if start <= index < end and (line in _DELIMITERS or is_rule(line)) and _delimits(lines, index, end):
            return index
    return _after_sign_off(lines, start, end, sender_name)


def _delimits(lines: list[str], at: int, end: int) -> bool:
    below = [line for line in lines[at + 1 : min(end, at + _REACH)] if line][: _MOST + 1]
    if end > at + _REACH and len(below) <= _MOST and any(lines[at + _REACH : min(end, at + 2 * _REACH)]):
        return False  # more empty lines than any signature has
    if lines[at] in ("--", "—", "––"):
        return len(below) <= 14 or (len(below) <= _MOST and any(_kinds(line) for line in below[:8]))
    if lines[at] in _DELIMITERS and 0 < len(below) <= 4 and not any(map(_is_prose, below)) and _named(below[0]):
        return True
    # Under a longer rule must stand contact data, up to the next rule or the end: rules part letters too.
    stop = next((i for i, line in enumerate(below) if is_rule(line)), len(below))
    kinds: set[str] = set().union(*map(_kinds, below[:stop]))
    if not 0 < stop <= _LINES or any(map(_is_prose, below[:stop])):
        return False
    return "phone" in kinds or len(kinds) > 1 or (bool(kinds) and (stop == len(below) or _named(below[0])))


def _named(line: str) -> bool:
    """Whether a line begins with a name, whatever is set beside it."""
    return _is_name(_COLUMNS.split(line)[0])


def _after_sign_off(lines: list[str], start: int, end: int, sender_name: str) -> int:
    """The contact block without a line drawn above it: under a sign-off, or under the sender's own name."""
    seen = 0
    bottom = end - 1
    while bottom >= start and seen <= _LINES:
        line = lines[bottom]
        if line:
            if _is_sign_off(line):
                return _below_sign_off(lines, bottom, end)
            if seen and sender_name and _same_name(line, sender_name):
                return _if_block(lines, bottom + 1, end)
            if _is_prose(line):
                break
            seen += 1
        bottom -= 1
    return _unsigned(lines, start, end)


def _below_sign_off(lines: list[str], at: int, end: int) -> int:
    begin = at + 1
    while begin < end and not lines[begin]:
        begin += 1
    if begin < end and _is_name(lines[begin], titled=True) and "," not in lines[at].rstrip(" ,"):
        begin += 1
    return _if_block(lines, begin, end)


def _if_block(lines: list[str], begin: int, end: int) -> int:
    while begin < end and not lines[begin]:
        begin += 1
    below = [line for line in lines[begin:end] if line]
    if not below or len(below) > _LINES or any(map(_is_prose, below)):
        return end
    return begin if any(map(_reachable, below)) or any(map(_kinds, below)) else end


def _unsigned(lines: list[str], start: int, end: int) -> int:
    """A last paragraph that begins with a name and holds contact data of two kinds, under a letter."""
    top = end
    while top > start and lines[top - 1] and end - top < 12:
        top -= 1
    if top <= start or end - top < 3 or not _is_name(lines[top]):
        return end
    kinds: set[str] = set()
    for line in lines[top + 1 : end]:
        if _is_prose(line):
            return end
        kinds |= _kinds(line)
    return top + 1 if len(kinds & {"phone", "mail", "url"}) >= 2 else end


def _is_sign_off(line: str) -> bool:
    if len(line) > 60:
        return False
    key = line.rstrip(" ,.!;:-–—/").lstrip("*_ ").rstrip("*_").lower()
    if key in SIGN_OFFS:
        return True
    head = key.partition(",")[0].rstrip()
    if head != key and head in SIGN_OFFS and len(key.split()) <= 6:
        return True
    words = key.split()
    return 2 < len(words) <= 6 and (" ".join(words[:2]) in SIGN_OFFS or " ".join(words[:3]) in SIGN_OFFS)


def _is_name(line: str, titled: bool = False) -> bool:
    bare = line.strip("-–—/* ,")
    words = bare.split()
    if not words or len(words) > 5 or len(bare) > 40:
        return False
    return (
        not any(c.isdigit() or c in "@|:;/?!&" for c in bare)
        and bare[0].isalpha()
        and (titled or not _TITLE.search(bare.lower()))
    )


def _same_name(line: str, sender_name: str) -> bool:
    words = set(sender_name.replace(",", " ").lower().split())
    said = set(line.strip("-–—/* ,").replace(",", " ").lower().split())
    return bool(said) and said <= words and (len(said) > 1 or len(words) == 1)


def _is_prose(line: str) -> bool:
    """Whether a line reads as a sentence, not as contact data."""
    words = line.count(" ") + 1
    if line[:3].lower() in ("ps:", "ps ", "p.s"):
        return True
    if words <= 5:
        return line[-1] == "?"
    if line[-1] in ".?!" or words > 9 or line[-1] == ",":
        return not (
            "|" in line or "•" in line or "·" in line or _kinds(line) & {"phone", "mail", "url", "address", "firm"}
        )
    return len(line) > 110 and not _kinds(line)


def _kinds(line: str) -> set[str]:
    """What kinds of contact data a line shows: phone, mail, url, title, firm, address."""
    kinds: set[str] = set()
    if len(line) > 300:
        return kinds
    low = line.lower()
    if "@" in line and _MAIL.search(line):
        kinds.add("mail")
    if "www." in low or "http" in low or "linkedin" in low:
        kinds.add("url")
    words = line.count(" ") + 1
    if words <= 10 and _TITLE.search(low):
        kinds.add("title")
    if words <= 10 and _LEGAL.search(low):
        kinds.add("firm")
    if _DIGIT.search(line):
        if any(_digits(m.group()) for m in _PHONE.finditer(line)):
            kinds.add("phone")
        if _POSTAL.search(line) or _is_street(low):
            kinds.add("address")
    return kinds


def _is_street(low: str) -> bool:
    return any(map(low.__contains__, _STREET_PIECES)) or bool(_STREET.search(low))


def _reachable(line: str) -> bool:
    """A cheap look for what most contact blocks hold: an address, a site, a number with its sign."""
    return "@" in line or "www." in line or "://" in line or ("+" in line and bool(_PHONE.search(line, 0, 300)))


def _digits(number: str) -> bool:
    return 7 <= sum(map(str.isdigit, number)) <= 15


def read_facts(text: str, span: Span | None, sender: Address) -> tuple[Fact, ...]:
    """What a contact block says about its sender: title, firm, phone, mobile, website, address, linkedin.

    `span` is the block's place in `text`; None gives no facts. Each fact's value is exactly text[start:end]. Of each
    kind only the first is kept. Fax numbers, and numbers under a label that is not a telephone's, are left out.
    """
    if span is None:
        return ()
    facts: dict[str, Fact] = {}
    position = span.start
    for line in text[span.start : min(span.end, span.start + _FACT_CHARS)].split("\n"):
        if line.strip() and len(line) <= 300:
            _read_line(line, position, sender, facts)
        position += len(line) + 1
    return tuple(sorted(facts.values(), key=lambda fact: fact.start))


def _read_line(line: str, offset: int, sender: Address, facts: dict[str, Fact]) -> None:
    def keep(name: str, start: int, end: int) -> None:
        while start < end and line[start] in " \t*_,;:|<>-–":
            start += 1
        while end > start and line[end - 1] in " \t*_,;:|<>-–":
            end -= 1
        if start < end and name not in facts:
            facts[name] = Fact(name, line[start:end], offset + start, offset + end)

    low = _lower(line)
    if "http" in low or "www." in low:
        for match in _URL.finditer(line):
            url = match.group().lower()
            if "linkedin." in url and ("/in/" in url or "/company/" in url or "/pub/" in url):
                keep("linkedin", match.start(), match.end())
            elif not any(map(url.__contains__, _SOCIAL)):
                keep("website", match.start(), match.end())
    begin = 0
    if not line.isascii() or any(map(line.__contains__, _PARTING)):
        for cut in _SPLIT.finditer(line):
            _read_piece(line, low, (begin, cut.start()), sender, keep)
            begin = cut.end()
    _read_piece(line, low, (begin, len(line)), sender, keep)


def _lower(line: str) -> str:
    """A line in lower case, character for character ("İ" alone would become two)."""
    low = line.lower()
    return low if len(low) == len(line) else "".join(char.lower()[0] for char in line)


def _read_piece(line: str, line_low: str, place: tuple[int, int], sender: Address, keep: _Keep) -> None:
    begin, end = place
    piece, low = line[begin:end], line_low[begin:end]
    words = piece.split()
    if not words:
        return
    linked = "http" in low or "www." in low
    if not linked and "linkedin.com/in/" in low:
        at = low.index("linkedin.com/in/")
        keep("linkedin", begin + at, begin + at + len(piece[at:].split()[0]))
        return
    digits = _DIGIT.search(piece)
    if digits and _read_numbers(piece, begin, keep):
        return
    if linked or "@" in piece:
        return
    domain = sender.email.rpartition("@")[2]
    if domain and domain in low:
        for match in _DOMAIN.finditer(piece):
            if match.group().lower().endswith(domain):
                keep("website", begin + match.start(), begin + match.end())
                return
    if not digits:
        _read_words(piece, low, begin, domain, keep)
    elif len(piece) <= 120 and (_POSTAL.search(piece) or (len(words) <= 8 and _is_street(low))):
        keep("address", begin, end)


def _read_numbers(piece: str, begin: int, keep: _Keep) -> bool:
    """Keep the telephone numbers of a piece; answers whether there were any."""
    found = False
    last = 0
    for match in _PHONE.finditer(piece):
        if _digits(match.group()):
            name = _number_kind(piece[last : match.start()], match.group(), piece[match.end() :])
            if name:
                keep(name, begin + match.start(), begin + match.end())
                found = True
            last = match.end()
    return found


def _read_words(piece: str, low: str, begin: int, domain: str, keep: _Keep) -> None:
    """A piece without digits: a title, a firm, or "title, firm"."""
    if len(piece) > 80 or len(piece.split()) > 9:
        return
    legal = _LEGAL.search(low)
    if not legal and piece.rstrip().endswith((".", "?", "!")):
        return
    end = begin + len(piece)
    title = _TITLE.search(low)
    name = piece.rfind(", ", 0, title.start()) if title else -1
    if name > 0 and _is_name(piece[:name]):  # "Grace Obi, Operations Manager"
        begin += name + 2
        piece, low = piece[name + 2 :], low[name + 2 :]
        legal, title = _LEGAL.search(low), _TITLE.search(low)
    label = domain.partition(".")[0]
    own = len(label) > 2 and label in low.replace(" ", "").replace("-", "")
    if title and (legal or own):
        comma = piece.rfind(", ")
        at = _AT_FIRM.search(piece)
        if at or comma > 0:
            keep("title", begin, begin + (at.start() if at else comma))
            keep("firm", begin + (at.end() if at else comma + 2), end)
            return
    if legal or (own and not title):
        keep("firm", begin, end)
    elif title:
        keep("title", begin, end)


def _number_kind(before: str, number: str, after: str) -> str:
    """phone, mobile or '' for a number with the words before and after it."""
    label = before.strip(" \t:.,;*_-–—()|/<>").lower()
    label = label.rsplit("  ", 1)[-1].strip()
    if label in _MOBILE or label.rstrip(".") in _MOBILE or label.split(" ")[-1:] == ["mobile"]:
        return "mobile"
    if label in _LANDLINE or label.rstrip(".") in _LANDLINE:
        return "phone"
    tail = after.strip(" \t().,;|").lower()
    if label:
        return ""
    if tail:
        return "mobile" if tail in _MOBILE else "phone" if tail in _LANDLINE else ""
    digits = sum(map(str.isdigit, number))
    return "phone" if number.startswith(("+", "00", "(")) or (digits >= 9 and any(c in number for c in " -./")) else ""
