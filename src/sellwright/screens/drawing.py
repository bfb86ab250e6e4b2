"""What templates may write beside Django's own tags: parts of a page that are drawn once for the same values.

A part drawn from plain values alone looks the same whenever they are the same, so it is kept under all of them (and the
reader's language and time zone) and can never be out of date. It sees nothing else: neither the page's context nor the
request.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()
KEPT = 4096  # parts of one process; the one not asked for longest makes room


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str, **values: object) -> SafeString:
    """The template `name`, given these values only: words, numbers, frozen values of them, never markup (a text and
    markup of the same letters are equal). Lists and dictionaries cannot be kept under: drawn each time."""
    engine = _engine(context)
    given = tuple((key, type(value), value) for key, value in values.items())
    try:
        hash(given)
    except TypeError:
        return engine.get_template(name).render(Context(values))
    return _drawn(engine, name, (get_language(), get_current_timezone_name()), given)


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, size: int = 20) -> SafeString:
    """parts/icon.html."""
    return _drawn(_engine(context), "parts/icon.html", (None, ""), (("name", str, name), ("size", int, size)))


def _engine(context: Context) -> Engine:
    assert context.template is not None  # it is being rendered
    return context.template.engine


@lru_cache(KEPT)
def _drawn(
    engine: Engine, name: str, _reader: tuple[str | None, str], given: tuple[tuple[str, type, object], ...]
) -> SafeString:
    return engine.get_template(name).render(Context({key: value for key, _kind, value in given}))
