"""Parts that are kept: the same for the same values, language and time zone, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.template import Context, Engine
from django.utils import timezone, translation

from sellwright.screens import drawing

PARTS = {
    "word.html": "{{ text }}",
    "day.html": "{% load i18n %}{{ at|date:'H:i' }} {% translate 'Today' %}",
    "more.html": "{{ text }}{{ hidden }}",
}


@dataclass(frozen=True)
class Said:
    text: str


def engine() -> Engine:
    loader = ("django.template.loaders.locmem.Loader", PARTS)
    libraries = {"i18n": "django.templatetags.i18n"}
    return Engine(loaders=[loader], libraries=libraries, builtins=["sellwright.screens.drawing"])


def draw(held: Engine, source: str, **values: object) -> str:
    return held.from_string(source).render(Context(values))


def test_another_value_is_another_part() -> None:
    held, source = engine(), "{% drawn 'word.html' text=said.text %}"
    assert [draw(held, source, said=Said(word)) for word in ("a<b", "c", "a<b")] == ["a&lt;b", "c", "a&lt;b"]
    assert draw(held, "{% drawn 'word.html' text=n %}", n=1) == "1"
    assert draw(held, "{% drawn 'word.html' text=n %}", n=True) == "True"  # equal to 1, and drawn otherwise


def test_it_is_drawn_once_and_sees_nothing_else() -> None:
    held, source = engine(), "{% drawn 'more.html' text='x' %}"
    before = drawing._drawn.cache_info().misses
    assert [draw(held, source, hidden=word) for word in ("secret", "other")] == ["x", "x"]
    assert drawing._drawn.cache_info().misses == before + 1


def test_language_and_time_zone_of_the_reader_belong_to_it() -> None:
    held, source, at = engine(), "{% drawn 'day.html' at=at %}", datetime(2026, 5, 12, 8, 40, tzinfo=UTC)
    found = []
    for zone, language in (("UTC", "en"), ("Asia/Tokyo", "en"), ("UTC", "de"), ("UTC", "en")):
        with timezone.override(ZoneInfo(zone)), translation.override(language):
            found.append(draw(held, source, at=at))
    assert found == ["08:40 Today", "17:40 Today", "08:40 Heute", "08:40 Today"]


def test_what_can_change_is_drawn_each_time() -> None:
    held, words = engine(), ["a"]
    source = "{% drawn 'word.html' text=words %}"
    first = draw(held, source, words=words)
    words.append("b")
    assert first != draw(held, source, words=words)
