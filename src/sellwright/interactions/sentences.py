"""Cuts what somebody wrote into sentences, with their place in the text.

Mail is not prose: lines are wrapped at 72 characters, greetings end in a comma, lists have no full stops. The rules:

- an empty line and a list mark always end a sentence;
- a full stop, question or exclamation mark ends one when a space follows, unless it belongs to an abbreviation, an
  initial, or a German day number ("am 3. Juni");
- a line break ends one when the writer pressed Enter and not the mail program: the next word would still have fitted
  into the line, or the line is a greeting ("Hi Anna,") or ends in a colon.
"""

from __future__ import annotations

import re

Part = tuple[int, int, str]

# Every place where a sentence may end. Each branch is a bounded run over one class of characters.
_EDGE = re.compile(r"[\n.!?…]")
_CLOSING = "\"'”’»)].!?…"
_LIST_MARK = re.compile(r"[ \t]{0,8}(?:[-*•·–—‣◦>]{1,3}|\(?[0-9]{1,2}[.)]|[a-h]\))[ \t]")
_LEADING = re.compile(r"(?:[\s>*•·–—‣◦-]|\(?[0-9]{1,2}[.)](?=[ \t])|[a-h]\)(?=[ \t]))*+")
_NEXT_WORD = re.compile(r"\s*+[\"'“„«(\[]?(\S{0,40})")
_LAST_WORD = re.compile(r"[^\s(\[\"'“„«]{1,24}\Z")

_FITS = 60  # a line this long, with the next word, was wrapped by a program; a shorter one by a person
_GREETING = 48  # a first line ending in a comma and no longer than this is a greeting

_ABBREVIATIONS = """mr mrs ms dr prof st vs e.g eg i.e ie cf approx appr dept est ext fig inc ltd co corp llc
        no nos nr vol
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun tel fax attn re fwd
    z.b zb d.h dh u.a ua u.u i.d.r o.g o.ä bzw ca evtl ggf inkl exkl zzgl abzgl vgl hr fr hrn dipl ing str abs art
    bsp mio mrd max min mind rd sog usf geb mfg s.o s.u z.t z.hd v.a i.a i.v ppa gem lt ggü bzgl betr einschl zw pp
    ggfs tgl mme mlle mm m me réf ref env p.ex c.-à-d av janv févr avr juil déc chap éd n.b nb a.m p.m u.s u.k p"""
_MAYBE_LAST = "etc usw a.m p.m co inc ltd corp llc no sat sun art u.s u.k max min me fr"
_MONTHS = """januar jänner februar märz april mai juni juli august september oktober november dezember january
        february
    march may june july october december janvier février mars avril juin juillet août septembre octobre novembre
    décembre januari februari maart mei augustus quartal halbjahr kw woche jan feb mär apr jun jul aug sep sept
        okt nov
    dez"""
_GREETINGS = """hi hello hey dear good morning afternoon evening greetings hallo guten moin liebe lieber sehr
        servus grüß
    grüezi bonjour bonsoir cher chère salut madame monsieur hola buenos ciao buongiorno gentile hoi beste hej
        kære thanks
    thank cheers best regards many kind viele vielen danke mit herzliche freundliche cordialement merci bien
        sincerely"""

ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
MAYBE_LAST = frozenset(_MAYBE_LAST.split())  # these may also end a sentence: they do before a capital
MONTHS = frozenset(_MONTHS.split())  # and the other words that a German day or ordinal number stands before
GREETINGS = frozenset(_GREETINGS.split())
TAILS = frozenset((" " + form)[-3:] for word in ABBREVIATIONS for form in (word, word.title(), word.upper()))


def split(text: str) -> list[Part]:
    """The sentences of a text in order, as (start, end, sentence): characters start <= i < end of `text`, and the
    sentence itself with its line breaks turned into single spaces and its list mark left out. Linear in the
        length."""
    parts: list[Part] = []
    begin = line = 0
    for edge in _EDGE.finditer(text):
        at = edge.start()
        if text[at] == "\n":
            if begin >= at:
                begin = line = at + 1
                continue
            before, length = line, at - line
            line = at + 1
            if length > _FITS and text[line : line + 1].isalpha() and text[at - 1].isalnum():
                continue
            if not _pressed_enter(text, begin, before, at):
                continue
            end = at
        elif at < begin:
            continue
        else:
            end = at + 1
            follows = text[end : end + 2]
            if not follows[:1].isspace():
                end = _closed(text, end)
                if not end:
                    continue
            elif text[at] == ".":
                tail = text[at - 3 : at]
                clear = tail.isalpha() or (tail[1:].isalpha() and follows[1:].isupper())
                if (not clear or tail in TAILS) and _goes_on(text, begin, at, end):
                    continue
        if text[begin].isalpha():
            piece = text[begin:end]
            if "\n" in piece or "  " in piece or "\r" in piece or "\t" in piece:
                parts.append((begin, begin + len(piece.rstrip()), " ".join(piece.split())))
            else:
                parts.append((begin, end, piece))
        else:
            _add(parts, text, begin, end)
        begin = end + 1
    if begin < len(text):
        _add(parts, text, begin, len(text))
    return parts


def _add(parts: list[Part], text: str, begin: int, end: int) -> None:
    """Adds the sentence in text[begin:end] without its list mark, if there is a letter or digit in it."""
    lead = _LEADING.match(text, begin, end)
    if lead is not None:
        begin = lead.end()
    piece = text[begin:end].rstrip()
    if any(map(str.isalnum, piece)):
        parts.append((begin, begin + len(piece), " ".join(piece.split())))


def _closed(text: str, end: int) -> int:
    """Where a sentence ends whose mark is followed by more marks, quotes or brackets; 0 when it does not end here."""
    stop = min(len(text), end + 8)
    while end < stop and text[end] in _CLOSING:
        end += 1
    return end if end == len(text) or text[end].isspace() else 0


def _pressed_enter(text: str, begin: int, line: int, at: int) -> bool:
    """Whether the line break at `at` ends a sentence; `line` is where its line begins."""
    following = text[at + 1 : at + 2]
    if not following or following == "\n" or following == "\r":
        return True
    if not following.isalpha() and _LIST_MARK.match(text, at + 1):
        return True
    last = text[at - 1]
    if last == "\r" and at > 1:
        last = text[at - 2]
    length = at - line
    if last == ":" or (last == "," and length <= _GREETING and line <= begin + 1 and _is_greeting(text, line)):
        return True
    word = _NEXT_WORD.match(text, at + 1)
    if word is None or not word[1]:
        return True
    if length + 1 + len(word[1]) > _FITS:
        return False
    return not (word[1][0].islower() or last == ",")


def _is_greeting(text: str, line: int) -> bool:
    """Whether a line opens like a greeting or a closing, or is a name alone ("Anna,")."""
    words = text[line : line + _GREETING + 1].split("\n", 1)[0].split()
    if not words:
        return False
    return len(words) <= 2 or words[0].rstrip(",!").lower() in GREETINGS


def _goes_on(text: str, begin: int, at: int, end: int) -> bool:
    """Whether the full stop at `at` is not the end of the sentence."""
    window = text[max(begin, at - 24) : at]
    found = _LAST_WORD.search(window)
    if found is None:
        return False
    word = found[0].lower()
    following = _NEXT_WORD.match(text, end)
    after = following[1] if following is not None else ""
    if word.isdigit() and len(word) <= 2:
        return after[:1].islower() or after.rstrip(".,;:)").lower() in MONTHS or not window[: found.start()].strip()
    if word in ABBREVIATIONS:
        return not (word in MAYBE_LAST and after[:1].isupper())
    if len(word) == 1 and word.isalpha():
        return word != "i"
    return len(word) < 3 and after[:1].islower()
