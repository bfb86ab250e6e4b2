"""The catalogue of parts with invented people, rendered without an application: `python -m tests.screens.look FOLDER`.

Writes look.html and today.html into the folder, beside a link to the static files, so that a browser can show them.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import django
from django import forms
from django.apps import apps
from django.conf import settings
from django.template import Context, Engine
from django.test.utils import override_settings

SCREENS = Path(__file__).resolve().parents[2] / "src" / "sellwright" / "screens"
NOW = datetime(2025, 5, 20, 8, 40, tzinfo=timezone(timedelta(hours=2)))
KINDS = (
    "prospect", "customer", "partner", "supplier", "pitching_us", "candidate", "press", "colleague", "private",
    "list_or_robot", "unknown",
)  # fmt: skip
LIBRARIES = {name: f"django.templatetags.{name}" for name in ("static", "i18n", "l10n")}


PLAIN = {
    "ROOT_URLCONF": "tests.screens.look",
    "STATIC_URL": "/static/",
    "TIME_ZONE": "Europe/Berlin",
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}


@cache
def engine() -> Engine:
    """Django's template engine over the product's templates; configures Django when nobody has."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=True, USE_TZ=True, **PLAIN)
    if not apps.ready:
        django.setup()
    return Engine(
        dirs=[SCREENS / "templates"], libraries=LIBRARIES, builtins=["sellwright.screens.drawing"], string_if_invalid=""
    )


urlpatterns: list[Any] = []


def render(template: str, **more: Any) -> str:
    """One template with the samples around it."""
    template_of = engine().get_template(template)
    with override_settings(**PLAIN):
        return template_of.render(Context({**samples(), **more}))


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def relation(kind: str, word: str, evidence: list[str], url: str = "#relation") -> dict[str, Any]:
    kinds = [{"value": one, "label": one.replace("_", " ")} for one in KINDS]
    wide = "also everybody at their firm"
    return {"kind": kind, "word": word, "kinds": kinds, "evidence": evidence, "url": url, "wide_word": wide}


def line(text: str, said: bool = False) -> dict[str, Any]:
    return {"text": text, "url": "#mail", "evidence_url": "/quote.html", "said": said}


LEANING = {"state": "told", "word": "leaning in", "verdict": "leaning in", "theirs": 68, "low": 62, "high": 75}
UNCLEAR = {"state": "unclear", "word": "unclear", "verdict": "unclear", "low": 33, "high": 52}
LITTLE = {
    "state": "too little",
    "word": "too little to tell",
    "verdict": "too little to tell",
    "messages": 2,
    "pressure": "20 automated touches : 1 reply",
    "hidden": 3,
}
ONE_SIDED = {"state": "told", "word": "one-sided", "verdict": "one-sided", "theirs": 9, "low": 6, "high": 14}


def entry(number: int, name: str, firm: str, **more: Any) -> dict[str, Any]:
    urls = {f"{deed}_url": f"#{deed}" for deed in ("log", "later", "done", "claim")}
    return {"id": number, "name": name, "firm": firm, "url": f"#person-{number}", "firm_url": "#firm", **urls, **more}


def lanes() -> list[dict[str, Any]]:
    prospect, customer = relation("prospect", "prospect", ["wrote first, through your form"]), "customer"
    brief = [
        {
            "title": "What she asked, still open",
            "lines": [
                line("Where is the measured data stored, and who can read it?", said=True),
                line("Do you have a SOC 2 report, or when will you?", said=True),
                line("Can we keep our own keys?", said=True),
            ],
        },
        {
            "title": "Answered before, in your words",
            "lines": [
                line("To Jonas Falk on 4 March: all data stays in Frankfurt, in a database per customer …"),
                line("To Priya Nair on 11 February: the audit report is due in September …"),
            ],
        },
        {
            "title": "Others at Halden",
            "lines": [line("Dr Iris Vogt reads along since 6 May; she signs for instruments above 20,000.")],
        },
    ]
    waiting = [
        entry(
            1,
            "Marta Lindqvist",
            "Halden Institute",
            relation=prospect,
            minutes="10 min",
            effort=LEANING,
            said="Before I take this to our board I need three answers about security.",
            why="asked yesterday at 16:10",
            next_step="Answer her three questions; two you have answered before",
            open=True,
            brief=brief,
            reply_url="#write",
        ),
        entry(
            2,
            "Tomás Echeverría",
            "Lumen Oy",
            relation_word=customer,
            minutes="10 min",
            effort=UNCLEAR,
            said="Could you confirm the calibration slot?",
            why="asked on Friday",
            late="6 h past the promised answer",
            next_step="Confirm or offer another slot",
            reply_url="#write",
        ),
    ]
    promised = [
        entry(
            3,
            "Ingrid Solheim",
            "Fjordlab AS",
            relation_word=customer,
            minutes="15 min",
            effort=LEANING,
            said="You will have the pricing for the second site on Tuesday.",
            why="your words, last Tuesday's call, 14:32. Due today",
            next_step="Send the pricing for Bergen",
            claimed_by="Ana",
            reply_url="#write",
        )
    ]
    dots = [{"url": "#mail", "ours": True, "label": f"you wrote, {day} April"} for day in (3, 9, 16, 24)]
    purpose = [
        entry(
            4,
            "Pieter van Houten",
            "Meridian BV",
            relation_word="prospect",
            effort=ONE_SIDED,
            why="You wrote 4 times, he 0. Let him come.",
            next_step="Look again 3 June",
            dots=dots,
        )
    ]
    return [
        {"key": "waiting", "title": "Waiting on you", "entries": waiting, "minutes": "20 min"},
        {"key": "promised", "title": "You promised", "entries": promised, "minutes": "15 min"},
        {
            "key": "moved",
            "title": "Moved toward you",
            "entries": [],
            "empty": "Nobody new this week. Who answers a campaign or names a colleague stands here.",
        },
        {"key": "purpose", "title": "Waiting on purpose", "entries": purpose, "about": "nothing to do, on purpose"},
    ]


def timeline() -> list[dict[str, Any]]:
    def moment(kind: str, side: str, who: str, title: str, text: str = "", **more: Any) -> dict[str, Any]:
        return {"kind": kind, "side": side, "who": who, "title": title, "text": text, "at": NOW, "url": "#mail", **more}

    asked = "Before I take this to our board I need three answers about security. Where is the measured data stored?"
    return [
        {"title": "Yesterday", "moments": [moment("mail", "them", "Marta Lindqvist", "Three questions", asked)]},
        {
            "title": "Tuesday 13 May",
            "moments": [
                moment("mail", "us", "You", "What we heard", "Thank you for the hour. Here is what I took from it."),
                moment("meeting", "both", "Marta, Iris, you", "First look at KI-4", minutes="45"),
                moment("note", "us", "You", "", "Iris decides above 20,000."),
                moment("call", "them", "Marta Lindqvist", "called", minutes="6"),
                moment("mail", "us", "Ana Duarte", "", closed="Private to Ana: only that it happened."),
            ],
        },
    ]


class Sample(forms.Form):
    name = forms.CharField(label="Name")
    look_again = forms.DateField(label="Look again", help_text="A date, or words such as: in two weeks")
    note = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def board() -> list[dict[str, Any]]:
    def deal(number: int, title: str, firm: str, amount: str, days: str, **more: Any) -> dict[str, Any]:
        return {
            "id": number,
            "url": "#deal",
            "title": title,
            "firm": firm,
            "amount": amount,
            "days_words": days,
            **more,
        }

    first = deal(1, "KI-4 for two labs", "Halden Institute", "48,000", "6 days here, usual 9", people="3 people")
    second = deal(2, "Second site", "Fjordlab AS", "22,500", "21 days here, usual 8", late=True, people="2 people")
    third = deal(3, "Service plan", "Lumen Oy", "9,000", "2 days here, usual 12", unproven=True, people="1 person")
    first["next_step"] = "Answer three questions"
    return [
        {"id": "talk", "title": "Talking", "sum": "1 · 48,000", "deals": [first]},
        {"id": "offer", "title": "Offer", "sum": "2 · 31,500", "deals": [second, third], "rest": 4, "rest_url": "#"},
        {"id": "decide", "title": "Deciding", "sum": "0", "deals": []},
    ]


def people() -> dict[str, Any]:
    def row(name: str, firm: str, kind: str, effort: str, last: str, waits: str = "") -> dict[str, Any]:
        cells = [
            {"label": "To us", "text": kind, "chip": True},
            {"label": "Effort", "text": effort},
            {"label": "Last", "text": last, "number": True},
            {"label": "Waits", "text": waits, "number": True, "late": bool(waits)},
        ]
        return {"label": name, "url": "#", "detail": firm, "cells": cells}

    columns: list[dict[str, Any]] = [{"label": "Name", "url": "#", "sorted": "ascending"}]
    columns += [{"label": "To us"}, {"label": "Effort"}, {"label": "Last", "number": True, "url": "#"}]
    columns += [{"label": "Waits", "number": True}]
    rows = [
        row("Marta Lindqvist", "Halden Institute", "prospect", "leaning in", "19 May"),
        row("Tomás Echeverría", "Lumen Oy", "customer", "unclear", "16 May", "6 h late"),
        row("Zofia Wójcik", "Kraków Optyka", "unknown", "too little to tell", "12 May"),
    ]
    return {"caption": "People, by name", "columns": columns, "rows": rows}


LETTER = (
    "Dear Ingrid,\n\nthe export you asked for in March works since Monday: Jonas built it so that each run carries the "
    "serial number of the probe. We are the leading provider of calibration software for modern laboratories. I would "
    "like to hear whether it saves Kari the Friday list.\n\nWarm regards\nLena"
)


def samples() -> dict[str, Any]:
    """What look.html needs."""
    icons = ["today", "people", "deals", "letters"]
    nav = [{"url": f"/{one}", "label": one.capitalize(), "icon": one, "key": one[0]} for one in icons]
    nav[0]["count"] = 9
    filled = Sample({"name": "", "look_again": "soonish", "note": ""})
    counts = [{"number": "41,020", "label": "stored"}, {"number": "1,204", "label": "skipped"}]
    return {
        "here": "today",
        "nav": nav,
        "viewer": {"name": "Lena Brandt", "initials": "LB"},
        "workspace": {"name": "Kestrel Instruments"},
        "demo_day": NOW,
        "csrf_token": "x" * 64,
        "opening": {
            "day": "Tuesday 20 May, 8:40",
            "sentence": "9 people need you. 2 h 10 of your 3 h.",
            "rest": [{"text": "3 are left for tomorrow", "url": "#tomorrow", "label": "why"}],
            "planned": 130,
            "available": 180,
        },
        "lanes": lanes(),
        "leftover": "Not shown: 41 robots and lists, 12 unknown beyond 5 a day, 3 private.",
        "efforts": [{**LEANING, "messages": 14}, UNCLEAR, ONE_SIDED, LITTLE],
        "points": [
            {"points": "+4", "words": "they brought somebody in", "url": "#", "at": ago(14)},
            {"points": "+3", "words": "they wrote unasked", "url": "#", "at": ago(9)},
            {"points": "1", "words": "we wrote", "url": "#", "at": ago(7), "ours": True},
        ],
        "why": {
            "formula": "(T + 1) / (T + U + 2)",
            "sample": "14 messages, 2 meetings, 1 call since 11 February",
            "settings": [{"label": "Half-life", "value": "30 days", "why": "relationships cool", "url": "#"}],
            "misuse": "judging the person. It speaks of how far each side came, and a quiet week is no verdict.",
            "more_url": "#",
        },
        "relations": [
            relation("prospect", "prospect", ["wrote first, through your form", "asked for a price on 2 May"]),
            relation("unknown", "unknown", []),
            relation("customer", "customer", [], url=""),
        ],
        "dots": [
            {"url": "#", "ours": ours, "label": "you wrote" if ours else "they wrote"} for ours in (True, True, False)
        ],
        "phones": [{"written": "+49 (0)30 123 45 67", "dialled": "+49301234567"}],
        "quote": {
            "before": "Dear Lena, thank you for Tuesday.",
            "sentence": "Where is the measured data stored, and who can read it?",
            "after": "Do you have a SOC 2 report?",
            "who": "Marta Lindqvist",
            "at": ago(0.7),
            "url": "#mail",
        },
        "tabs": {
            "label": "About Marta",
            "links": [
                {"label": "Everything", "url": "#", "here": True, "count": 31},
                {"label": "Mail", "url": "#", "count": 24},
                {"label": "Promises", "url": "#", "count": 2},
                {"label": "Facts", "url": "#", "count": None},
            ],
        },
        "days": timeline(),
        "next_url": "#older",
        "next_word": "Older",
        "promises": [
            {"state": state, "text": text, "due": due, "url": "#", "from_words": "you, in the call of 13 May, 14:32"}
            for state, text, due in (
                ("today", "You will have the pricing for the second site on Tuesday.", "due today"),
                ("late", "I will send you the report next week.", "was due 12 May"),
                ("open", "I ask Jonas about the export.", "due 30 May"),
                ("kept", "I will send the manual tonight.", "kept 14 May"),
            )
        ],
        "tasks": [
            {
                "id": 1,
                "words": "Ask Jonas about the export",
                "due": "Thursday",
                "done_url": "#",
                "about": "Fjordlab AS",
            },
            {"id": 2, "words": "Call the customs office", "due": "was due Monday", "late": True, "done_url": "#"},
            {"id": 3, "words": "Book the room", "due": "", "done": True, "done_url": "#"},
        ],
        "filters": {
            "url": "#",
            "query": "",
            "fields": [
                {
                    "name": "relation",
                    "label": "To us",
                    "options": [{"value": "", "label": "anyone"}, {"value": "c", "label": "customer", "here": True}],
                }
            ],
            "set": [{"label": "customer", "url": "#"}],
        },
        "table": people(),
        "paging": {"before_url": "#", "after_url": "#", "said": "51 to 100 of more than 1,000"},
        "columns": board(),
        "letter": {
            "save_url": "#",
            "margin_url": "/margin.json",
            "to": "Ingrid Solheim <ingrid@fjordlab.example>",
            "subject": "The export, as you asked",
            "text": LETTER,
            "state": "By hand: .82 is for this reader alone. 61 words",
            "saved": "Version 3, kept 9:02",
            "mailto_url": "#",
            "eml_url": "#",
            "bin_url": "#",
        },
        "form": filled,
        "progress": {"label": "Reading takeout.mbox", "done": 42224, "total": 61000, "counts": counts, "stop_url": "#"},
        "account": {
            "title": "takeout.mbox, 20 May",
            "groups": [
                {"label": "Stored", "number": "59,310", "reasons": []},
                {
                    "label": "Skipped",
                    "number": "1,688",
                    "reasons": [
                        {"label": "held already", "number": "1,204"},
                        {"label": "spam folder", "number": "484", "url": "#"},
                    ],
                },
                {"label": "Failed", "number": "2", "reasons": [{"label": "cut short", "number": "2", "url": "#"}]},
            ],
            "total_label": "In the file",
            "total": "61,000",
        },
        "comments": [
            {
                "who": "Ana Duarte",
                "initials": "AD",
                "at": ago(0.2),
                "html": "I met Iris at the fair. She likes figures.",
            }
        ],
        "write_url": "#",
        "empty": {
            "icon": "letters",
            "title": "No letter yet",
            "text": "Press w on a person and the reply stands ready, with what you answered before. Drafts wait here.",
            "url": "/",
            "verb": "To Today",
        },
        "query": "ma",
        "groups": [
            {
                "label": "People",
                "icon": "people",
                "found": [{"url": "#", "label": "Marta Lindqvist", "detail": "Halden"}],
            },
            {
                "label": "Mail",
                "icon": "mail",
                "found": [{"url": "#", "label": "Manual for the KI-4", "detail": "2 May"}],
            },
        ],
        "drop": {"url": "#", "accept": ".mbox,.pst,.zip"},
    }


def write(folder: Path) -> None:
    """The catalogue and the fragments it asks for."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SCREENS / "static", folder / "static", dirs_exist_ok=True)
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(render("look.html", theme=theme), encoding="utf-8")
    (folder / "quote.html").write_text(render("parts/quote.html"), encoding="utf-8")
    (folder / "search").write_text(render("parts/found.html"), encoding="utf-8")
    (folder / "404.html").write_text(render("404.html"), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
