"""A letter as plain values for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.screens import briefing, words
from sellwright.screens.briefing import Source
from sellwright.settings import Settings
from sellwright.store.models import Draft, DraftVersion, Person, User
from sellwright.store.wordings import Margin

MOST_VERSIONS = 30


@dataclass(frozen=True)
class ShownMark:
    """A sentence that others got."""

    sentence: str
    others: int


@dataclass(frozen=True)
class ShownVersion:
    """How the letter stood once."""

    url: str
    restore_url: str
    when: str
    words: str
    aside: bool


@dataclass(frozen=True)
class ShownAnswer:
    """A question with what stands ready: `before` names to whom it was written, '' where nothing was found."""

    question: str
    asked: Source | None
    before: str
    letter: Source | None


@dataclass(frozen=True)
class ShownLetter:
    """Context of parts/letter.html and of the page around it."""

    id: str
    to: str
    subject: str
    text: str
    edition: int
    caret: int | None
    state: str
    saved: str
    marks: tuple[ShownMark, ...]
    save_url: str
    margin_url: str
    out_url: str
    bin_url: str
    times_url: str
    binned: bool
    binned_reason: str
    taken: str  # that it was taken out, and how


def letter(row: Draft, seen: Margin | None, settings: Settings, kept: int) -> ShownLetter:
    """The letter as it stands. `kept`: versions of it."""
    binned = getattr(row, "binned", None)
    address = [row.public_id]
    return ShownLetter(
        id=row.public_id,
        to=row.to,
        subject=row.subject,
        text=row.text,
        edition=row.edition,
        caret=row.caret if row.edition == 0 and row.text else None,
        state=state(seen, settings) if seen is not None else "",
        saved=saved(row, kept),
        marks=tuple(ShownMark(m.text, m.readers) for m in seen.sentences if m.mass) if seen is not None else (),
        save_url=reverse("letter_save", args=address),
        margin_url=reverse("letter_margin", args=address),
        out_url=reverse("letter_out", args=address),
        bin_url=reverse("letter_bin", args=address),
        times_url=reverse("letter_times", args=address),
        binned=binned is not None,
        binned_reason=binned.reason if binned is not None else "",
        taken=_taken(row),
    )


def saved(row: Draft, kept: int) -> str:
    """ "Saved 9:02, 3 versions" """
    if row.edition == 0:
        return _("Prepared, nothing written yet")
    at = formats.time_format(timezone.localtime(row.changed_at), "H:i")
    count = ngettext("%(n)d version", "%(n)d versions", kept) % {"n": kept}
    return _("Saved %(at)s, %(versions)s") % {"at": at, "versions": count}


def state(seen: Margin, settings: Settings) -> str:
    """What the margin says of the whole: to its writer alone."""
    count = ngettext("%(n)d word", "%(n)d words", seen.words) % {"n": seen.words}
    if seen.share is None:
        said = _("Too short to say. %(words)s.") % {"words": count}
    else:
        share = f"{seen.share:.2f}".removeprefix("0")
        if seen.share >= settings.by_hand_share:
            said = _("Own words: %(share)s for this reader alone. %(words)s.") % {"share": share, "words": count}
        else:
            said = _("Mostly sent to others: %(share)s is for this reader alone. %(words)s.") % {
                "share": share, "words": count,
            }  # fmt: skip
    few = sum(bool(one.readers) and not one.mass for one in seen.sentences)
    if few:
        said += " " + ngettext(
            "%(n)d sentence, dotted, went to one or two others before: no harm in an answer.",
            "%(n)d sentences, dotted, went to one or two others before: no harm in an answer.",
            few,
        ) % {"n": few}
    return said + " " + _("Earlier letters are still being read.") if seen.behind else said


def versions(row: Draft) -> tuple[list[ShownVersion], int]:
    """The newest versions, and how many more there are."""
    found = list(row.versions.order_by("-pk")[: MOST_VERSIONS + 1])
    more = row.versions.count() - MOST_VERSIONS if len(found) > MOST_VERSIONS else 0
    return [_version(row, one) for one in found[:MOST_VERSIONS]], more


def _version(row: Draft, one: DraftVersion) -> ShownVersion:
    count = len(one.text.split())
    args = [row.public_id, one.pk]
    return ShownVersion(
        url=reverse("letter_version", args=args),
        restore_url=reverse("letter_restore", args=args),
        when=words.when(one.at.timestamp(), timezone.localtime()),
        words=ngettext("%(n)d word", "%(n)d words", count) % {"n": count},
        aside=one.is_aside,
    )


def answers(row: Draft, user: User, now: datetime) -> list[ShownAnswer]:
    """What the letter was begun with, as far as the user may read it today."""
    mids = {str(one[name]) for one in row.prepared for name in ("asked", "letter") if one[name]}
    if not mids:
        return []
    readable = dict(access.messages(user).filter(mid__in=mids).values_list("mid", "sender__email"))
    names = _names(user, (key for one in row.prepared for key in one["to"]))
    return [_answer(one, readable, names, (user.email, now)) for one in row.prepared if one["asked"] in readable]


def _answer(
    one: dict[str, str], readable: dict[str, str], names: dict[str, str], now: tuple[str, datetime]
) -> ShownAnswer:
    asked = briefing.source(one["asked"], one["question"])
    if one["letter"] not in readable:
        return ShownAnswer(one["question"], asked, "", None)
    email, moment = now
    to = ", ".join(names.get(key, key) for key in one["to"][:2]) or _("somebody")
    said = {"to": to, "day": words.day(words.local(float(one["at"]), moment), moment)}
    mine = readable[one["letter"]] == email
    before = _("You wrote this to %(to)s on %(day)s") % said if mine else _("We wrote this to %(to)s on %(day)s") % said
    return ShownAnswer(one["question"], asked, before, briefing.source(one["letter"], one["passage"][:160]))


def _names(user: User, keys: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(keys))
    rows: Iterable[Person] = access.people(user).filter(key__in=wanted) if wanted else ()
    return {row.key: str(row) for row in rows}


def _taken(row: Draft) -> str:
    last = row.handed_over.order_by("-pk").first()
    if last is None:
        return ""
    ways = {
        "copy": _("Copied %(when)s"), "mailto": _("Opened in your mail program %(when)s"),
        "eml": _("Taken as a file %(when)s"),
    }  # fmt: skip
    return ways[last.how] % {"when": words.when(last.at.timestamp(), timezone.localtime())}
