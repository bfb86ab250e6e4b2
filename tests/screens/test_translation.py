"""The pages in another language: nothing is left out of the catalogue, nothing in it is unfinished or does not fit."""

from __future__ import annotations

import ast
import gettext
import html
import re
import struct
from datetime import datetime

import pytest
from django.test import Client
from django.utils import translation

from sellwright.actions import commitments, goals, groups, offers
from sellwright.interactions import errands
from sellwright.screens import spoken
from sellwright.screens.log.deeds import DEEDS, deed
from sellwright.screens.page import pages
from sellwright.screens.words import LANES, RELATIONS, voices
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.catalogues import LOCALE, SCREENS, SOURCE, Entry, in_python, in_template, marked, read_po
from tests.screens.mails import place, stand, written

LANGUAGES = sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))
PLACE = re.compile(r"%\(\w+\)[0-9.]*[a-z]|\{\w+\}|%%|</?\w+|href=\"[^\"]*\"")
# Proper names, addresses as examples, and what a protocol is called are the same in every language.
SAME = re.compile(
    r"[·\s]*(?:Sellwright|TLS \(465\)|STARTTLS \(587\)|[\w.]+@[\w.]+|smtp\.[\w.]+|[\w-]+\.example|https://|:///in/…)?[·\s]*"
)
# For those who build, in English: the catalogue of parts, and the reference of what programs can ask for.
NOT_SHOWN = {"templates/look.html", "programs/reference.html"}


def po(language: str) -> list[Entry]:
    return read_po(LOCALE / language / "LC_MESSAGES" / "django.po")


def test_there_is_a_second_language() -> None:
    assert "de" in LANGUAGES
    assert len(po("de")) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marked_word_is_in_the_catalogue_and_no_other(language: str) -> None:
    found, held = marked(), {(entry.context, entry.words) for entry in po(language)}
    assert {key: where for key, where in found.items() if key not in held} == {}, "run: make words"
    assert held - found.keys() == set(), "run: make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_unfinished(language: str) -> None:
    assert [entry.words for entry in po(language) if entry.fuzzy or not all(entry.said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_places(language: str) -> None:
    wrong = []
    for entry in po(language):
        one, many = (sorted(PLACE.findall(text)) for text in (entry.words, entry.plural or entry.words))
        for number, said in enumerate(entry.said):
            found = sorted(PLACE.findall(said))
            wrong += [(entry.words, said)] if found != many and (number or found != one) else []
        edges = [(text[:1].isspace(), text[-1:].isspace()) for text in (entry.words, *entry.said)]
        wrong += [(entry.words, "space at an end")] if len(set(edges)) > 1 else []
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    file = LOCALE / language / "LC_MESSAGES" / "django.mo"
    entries = po(language)
    assert struct.unpack("<I", file.read_bytes()[8:12])[0] == len(entries) + 1, "run: make words"  # and the header
    with file.open("rb") as open_file:
        compiled = gettext.GNUTranslations(open_file)
    for entry in entries:
        if entry.plural:
            said = (compiled.ngettext(entry.words, entry.plural, 1), compiled.ngettext(entry.words, entry.plural, 2))
            assert said == entry.said[:2]
        elif entry.context:
            assert compiled.pgettext(entry.context, entry.words) == entry.said[0]
        else:
            assert compiled.gettext(entry.words) == entry.said[0]


def test_the_reading_of_sources_finds_what_is_marked() -> None:
    module = "x = _('a')\ny = ngettext('b', 'c', 2)\nz = pgettext('of a day', 'd')\nw = print('e')\nv = _(name)"
    assert list(in_python(module)) == [("", "a"), ("", "b"), ("of a day", "d")]
    template = (
        '{% load i18n %}{% translate "f" %}{% blocktranslate count n=k %}{{ n }} g{% plural %}{{ n }} h'
        '{% endblocktranslate %}{{ at|date:_("j F") }}{% translate "i" context "a part" %} plain'
    )
    assert list(in_template(template)) == [("", "f"), ("", "%(n)s g"), ("", "j F"), ("a part", "i")]


def bare(text: str) -> list[str]:
    """The words of a template that are shown as they stand."""
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{% block wide %\}.*?\{% endblock %\}", "", text)
    text = re.sub(r"\{% blocktranslate\b.*?\{% endblocktranslate %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    said = re.findall(r'\b(?:aria-label|title|placeholder|alt|data-said[\w-]*|label)="([^"]*)"', text)
    text = re.sub(r"<(script|style|svg|kbd)\b.*?</\1>", "", text, flags=re.DOTALL)
    said += re.sub(r"<[^>]*>", "\n", text).split("\n")
    return [word for word in map(html.unescape, said) if re.search(r"[^\W\d_]{2}", word) and not SAME.fullmatch(word)]


def test_no_template_has_words_of_its_own() -> None:
    found = {
        path.relative_to(SCREENS).as_posix(): bare(path.read_text(encoding="utf-8"))
        for path in sorted(SCREENS.rglob("*.html"))
    }
    assert {name: words for name, words in found.items() if words and name not in NOT_SHOWN} == {}
    assert bare("<p>Hello</p>") == ["Hello"]
    assert bare('<a title="Go on">{% translate "x" %}</a>') == ["Go on"]


def test_no_script_has_words_of_its_own() -> None:
    for path in sorted((SCREENS / "static" / "sellwright" / "js").glob("*.js")):
        text = re.sub(r"/\*.*?\*/|(?m:(?:^|\s)//[^\n]*)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"[\"'`][A-Z][a-z]+ [a-z]+[^\"'`\n]*[\"'`]", text) == [], path.name


def test_every_deed_of_the_log_has_words() -> None:
    assert sorted(deeds_written() - DEEDS.keys()) == []
    assert len(deeds_written()) > 40
    with translation.override("de"):
        assert deed("undo_move_deal") == "rückgängig: verschob ein Geschäft"


def deeds_written() -> set[str]:
    """The names under which actions write to the log, without those of undoing."""
    found: set[str] = set()
    for path in (SOURCE / "actions").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = {"write": 1}
        for made in ast.walk(tree):
            names = [arg.arg for arg in made.args.args] if isinstance(made, ast.FunctionDef) else []
            if "deed" in names and isinstance(made, ast.FunctionDef):
                place[made.name] = names.index("deed")
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                given = call.args[place[name] : place[name] + 1] if name in place else []
                found |= {
                    part.value
                    for arg in given
                    for part in ast.walk(arg)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    # Rows kept of a deal or a goal make the names of their deeds from one word each.
    nouns = (commitments.NOUN, goals.NOUN, groups.NOUN, offers.NOUN, offers.GIVEN_AWAY)
    found |= {deed for noun in nouns for deed in noun.deeds}
    return {name for name in found if not name.startswith("undo_") and not name.endswith("_")}


def test_days_are_suggested_in_words_that_are_understood() -> None:
    now = datetime.fromtimestamp(NOW).astimezone()
    with translation.override("de"):
        for words in ("in 2 weeks", "tomorrow", "Monday", "3 June"):
            said = translation.gettext(words)
            assert said != words
            assert errands.day(said, now, "de") is not None, said


def test_shared_words_are_german_in_german() -> None:
    with translation.override("de"):
        assert [str(title) for title, _about in LANES.values()] == [
            "Wartet auf Antwort", "Versprochen", "Näher gekommen", "Ein Wort wert", "Bewusst warten",
        ]  # fmt: skip
        assert str(RELATIONS["customer"][0]) == "Kunde"
        assert [voice.text for voice in voices("Fragte: “Where?”.")] == ["Fragte: ", "„Where?“", "."]
        assert {str(page.title) for page in pages()} >= {"Heute", "Personen", "Geschäfte", "Briefe"}


@pytest.mark.django_db
def test_the_day_in_german(client: Client) -> None:
    workspace()
    mira = colleague("Mira")
    mira.language = "de"
    mira.save()
    row = person("ana@ana-lab.example", "Ana", known_to=mira)
    written(mira, row, NOW - 3 * DAY, "Dear Mira,\n\nWhere is the data of Ana kept?\n\nAna")
    stand(mira, row, at=NOW - 3 * DAY)
    place(mira, row)
    client.force_login(mira)
    page = client.get("/").content.decode()
    assert '<html lang="de"' in page
    assert "<title>Heute" in page
    assert "1 Person braucht Sie." in page
    assert "In 90 Tagen hat 1 Person geschrieben. 1 wartet, seit 3 Tagen." in page
    assert "Die Frage beantworten." in page
    date = re.search(r"\b(\w+), (\d{1,2})\. (\w+) (\d{4}), \d\d:\d\d", page)
    assert date is not None
    assert date[1] in ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    assert "Who they are" not in page
    mira.language = "en"
    mira.save()
    page = client.get("/").content.decode()
    assert '<html lang="en"' in page
    assert "1 person needs you." in page


@pytest.mark.django_db
def test_every_page_of_the_menu_answers_in_german(client: Client) -> None:
    workspace()
    mira = colleague("Mira")
    mira.language = "de"
    mira.save()
    client.force_login(mira)
    for address in ("/people", "/deals", "/letters", "/tasks", "/settings/me", "/log", "/why"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert '<html lang="de"' in page, address
        assert "Einstellungen" in page, address


@pytest.mark.django_db
def test_whoever_is_not_signed_in_reads_the_language_of_the_browser(client: Client) -> None:
    workspace()
    page = client.get("/account/login/", headers={"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}).content.decode()
    assert '<html lang="de"' in page
    assert "Mit Passkey anmelden" in page
    assert "Sign in" in client.get("/account/login/", headers={"Accept-Language": "fr"}).content.decode()


def test_time_spans_follow_the_language() -> None:
    with translation.override("de"):
        assert spoken.ago("11 days") == "11 Tagen"
        assert spoken.due("on 3 May") == "am 3. Mai"
    assert spoken.ago("11 days") == "11 days"
