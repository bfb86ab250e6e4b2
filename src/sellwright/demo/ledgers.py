"""The files of the demo: mailbox (mboxrd, as Takeout writes it), deals, calls, and what is true of all of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sellwright.demo.cast import CUSTOMER_ARCS, DOMAIN, ME, ROLES, US, Firm, firms, others
from sellwright.demo.days import at, workday
from sellwright.demo.office import Post
from sellwright.demo.outreach import contacts
from sellwright.demo.stories import EFFORT, SECOND_ADDRESSES, TODAY

_FROM = re.compile(rb"^(>*From )", re.M)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_REASONS = {"lost": ("another supplier", "no budget", "contact left"), "nodecision": ("went quiet", "postponed")}


def mbox(posts: Sequence[Post]) -> bytes:
    """All mails in order of time, each behind its "From " line, with Takeout's labels and thread numbers."""
    out = []
    for post in posts:
        when = post.at.utctimetuple()
        stamp = (
            f"{_DAYS[when.tm_wday]} {_MONTHS[when.tm_mon - 1]} {when.tm_mday:02d} "
            f"{when.tm_hour:02d}:{when.tm_min:02d}:{when.tm_sec:02d} +0000 {when.tm_year}"
        )
        number = int(hashlib.sha256(post.id.encode()).hexdigest()[:15], 16)
        thread = int(hashlib.sha256(post.thread.encode()).hexdigest()[:15], 16)
        head = f"From {number}@xxx {stamp}\nX-GM-THRID: {thread}\nX-Gmail-Labels: {post.labels}\n"
        out += [head.encode("ascii"), _FROM.sub(rb">\1", post.data), b"\n"]
    return b"".join(out)


def _table(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def deals(seed: int) -> bytes:
    """One deal or two for each firm, with stage and outcome."""
    rows: list[Sequence[object]] = [
        ("deal", "firm", "domain", "contact", "owner", "stage", "outcome", "reason", "amount", "currency", "opened",
         "in stage since", "closed", "next step"),
    ]  # fmt: skip
    for number, firm in enumerate(firms()):
        rng = Random(f"{seed}:deal:{firm.domain}")
        rows.append(_deal(firm, number, rng))
        if firm.arc == "customer" and rng.random() < 0.5:
            amount = rng.randrange(800, 4200, 50)
            opened = date(2026, 2, 2) + timedelta(days=rng.randrange(60))
            rows.append(
                (f"D{1000 + number}-2", firm.name, firm.domain, firm.people[0].email, ROLES[firm.owner].email, "offer",
                 "open", "", amount, "EUR", opened, opened + timedelta(days=9), "", "answer about the second room")
            )  # fmt: skip
    return _table(rows)


def _deal(firm: Firm, number: int, rng: Random) -> Sequence[object]:
    amount = rng.randrange(2400, 21000, 100)
    opened = workday(date(2024, 11, 12) + timedelta(days=rng.randrange(60, 300)), 0)
    closed: object = ""
    reason = ""
    if firm.arc in CUSTOMER_ARCS - {"little"}:
        stage, outcome = "won", "won"
        closed = workday(opened + timedelta(days=rng.randrange(40, 120)), 0)
    elif firm.arc in _REASONS:
        stage = outcome = "lost" if firm.arc == "lost" else "no decision"
        reason, closed = rng.choice(_REASONS[firm.arc]), workday(opened + timedelta(days=rng.randrange(60, 160)), 0)
    else:
        stage = (
            "first talk"
            if firm.arc in ("lead", "little", "chased", "nurture")
            else rng.choice(("discovery", "trial", "offer"))
        )
        outcome, opened = (
            "open",
            date(2026, 5, 11)
            if firm.arc == "lead"
            else workday(date(2025, 10, 1) + timedelta(days=rng.randrange(120)), 0),
        )
    since = closed or opened + timedelta(days=rng.randrange(5, 40) if firm.arc != "lead" else 0)
    step = "" if outcome != "open" else "waiting for their word"
    return (
        f"D{1000 + number}", firm.name, firm.domain, firm.people[0].email, ROLES[firm.owner].email, stage, outcome,
        reason, amount, "EUR", opened, since, closed, step,
    )  # fmt: skip


def calls(seed: int) -> bytes:
    """The log of the telephone system: calls with people who have a number in their signature."""
    rng = Random(f"{seed}:calls")
    rows: list[tuple[datetime, str, str, str, float, str, str]] = []
    quiet = {who.partition("@")[2] for lane in TODAY.values() for who in lane} | {
        who.partition("@")[2] for who in EFFORT
    }
    for firm in firms():
        who = firm.people[0]
        if not who.phone or firm.domain in quiet or firm.arc in ("lead", "chased", "little"):
            continue
        day = date(2025, 1, 13) + timedelta(days=rng.randrange(200))
        for _ in range(rng.randrange(2, 6)):
            day = workday(day + timedelta(days=rng.randrange(12, 70)), 0)
            if day > date(2026, 5, 7):
                break
            when = at(day, "CET", rng.choice((9, 10, 11, 13, 14, 15, 16)), rng.randrange(60), rng.randrange(60))
            theirs, taken = rng.random() < 0.35, rng.random() < 0.8
            if theirs and not taken:
                rows.append((when, "incoming", who.name, who.phone, 0.0, "no answer", ""))
                when += timedelta(minutes=rng.randrange(8, 60))
                theirs, taken = False, True  # nobody who rang in vain is left without a call back
            minutes = rng.randrange(2, 28) + rng.choice((0.0, 0.5)) if taken else 0.0
            note = rng.choice(
                ("", "", "about the fitting plan", "wants the certificate once more", "told me about the night shift")
            )
            rows.append(
                (
                    when,
                    "incoming" if theirs else "outgoing",
                    who.name,
                    who.phone,
                    minutes,
                    "answered" if taken else "no answer",
                    note if taken else "",
                )
            )
    marcus = next(who for firm in firms() for who in firm.people if who.email == "m.oyelaran@silverbeck.example")
    rows.append((at(date(2026, 5, 5), "CET", 14, 32), "outgoing", marcus.name, marcus.phone, 21.5, "answered",
                 "second site: 18 aisles, two docks. Promised the pricing by Tuesday 12 May"))  # fmt: skip
    rows.sort()
    head = ("date", "direction", "name", "number", "minutes", "status", "note")
    return _table([head, *((when.isoformat(), *rest) for when, *rest in rows)])


def people() -> dict[str, dict[str, str]]:
    """Every address that writes or is written to by a person, with who it is to us."""
    found: dict[str, dict[str, str]] = {}
    for who in (*(p for firm in firms() for p in firm.people), *others(), *US, *contacts()):
        found[who.email] = {"name": who.name, "firm": who.firm, "relation": who.relation}
    for email, (name, same) in SECOND_ADDRESSES.items():
        found[email] = {**found[same], "name": name, "firm": "", "same_as": same}
    found[ME[1]] = {"name": "Clara Voss", "firm": DOMAIN, "relation": "colleague", "same_as": ME[0]}
    return found


def truth(posts: Sequence[Post], now: datetime, draft: dict[str, Any]) -> bytes:
    """truth.json: what is so by the way the files were made (docs/reference/demo.md)."""
    known = people()
    for post in posts:
        said = post.truth
        inside = said.get("inside")
        if isinstance(inside, dict):
            domain = inside["address"].partition("@")[2]
            known.setdefault(inside["address"], {"name": inside["name"], "firm": domain, "relation": "prospect"})
        elif said["direction"] == "in" and said["kind"] != "human" and said["from"] not in known:
            known[said["from"]] = {"name": "", "firm": said["from"].partition("@")[2], "relation": "list_or_robot"}
    whole = {
        "schema": "demo-truth/1",
        "now": now.isoformat(),
        "me": list(ME),
        "domain": DOMAIN,
        "people": known,
        "messages": {post.id: post.truth for post in posts},
        "today": {lane: list(who) for lane, who in TODAY.items()},
        "mass": [post.id for post in posts if post.truth.get("mass")],
        "by_hand": [post.id for post in posts if post.truth.get("by_hand")],
        "effort": dict(EFFORT),
        "draft": draft,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")


__all__ = ["calls", "deals", "mbox", "truth"]
