"""Every sentence a failure of capture or of the door outward can carry has its German, found by reading the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from sellwright.interactions.values import Refused
from sellwright.screens import failure_words, spoken
from sellwright.screens.inlets import shown as inlets
from tests.screens.catalogues import SOURCE

ROOMS = [*sorted((SOURCE / "capture").glob("*.py")), *sorted((SOURCE / "outbound").glob("*.py"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (*ROOMS, SOURCE / "interactions/failures.py")}
# What a slot of an f-string holds when something fails, by how the source writes it.
HELD = {
    "host[:80]": "calendar.firm.example",
    "host": "calendar.firm.example",
    "port": "993",
    "packed": "br",
    "code": "AADSTS65001",
    "error": "admin_policy_enforced",
    "code or status": "503",
    "answer.status_code": "503",
    "where": "https://login.microsoftonline.com/common/adminconsent?client_id=8c1f",
    "app.client_id": "8c1f",
    "account.address": "otto@firm.example",
    "name": "Microsoft",
}
# Reasons of deliveries: what they hold besides is said on the page of the inlet by a table of its own.
OF_INLETS = {"failure": "the signature is wrong", "next(iter(wrong))": "email"}


def failures() -> set[str]:
    """The names of all classes of failures, own and inherited."""
    found = {"SellwrightError"}
    while True:
        more = {
            made.name
            for tree in TREES.values()
            for made in ast.walk(tree)
            if isinstance(made, ast.ClassDef)
            and any(getattr(base, "id", getattr(base, "attr", "")) in found for base in made.bases)
        } - found
        if not more:
            return found
        found |= more


def texts(made: ast.expr, held: dict[str, str]) -> Iterator[str]:
    """What an argument may say: words, words with slots filled, either of two, or nothing written here."""
    if isinstance(made, ast.Constant) and isinstance(made.value, str):
        yield made.value
    elif isinstance(made, ast.JoinedStr):
        yield "".join(_part(part, held) for part in made.values)
    elif isinstance(made, ast.IfExp):
        yield from texts(made.body, held)
        yield from texts(made.orelse, held)
    elif isinstance(made, ast.BoolOp):
        for value in made.values:
            yield from texts(value, held)
    elif isinstance(made, ast.Call) and getattr(made.func, "id", "") in ("_", "gettext_noop"):
        yield from texts(made.args[0], held)


def _part(part: ast.expr, held: dict[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    said = held[ast.unparse(part.value)]  # a new slot: say here what it holds
    return repr(said) if part.conversion == ord("r") else said


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def carried() -> dict[str, str]:
    """Sentences of failures: given to one where it is made, or as a marked constant that is given to one."""
    names, found = failures(), {}
    for path in ROOMS:
        of_themselves = {
            call
            for made in ast.walk(TREES[path])
            if isinstance(made, ast.ClassDef) and any(getattr(base, "id", "") in names for base in made.bases)
            for call in ast.walk(made)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
        }
        for made in ast.walk(TREES[path]):
            if not isinstance(made, ast.Call):
                continue
            if called(made) in names or made in of_themselves:
                given = [*made.args[:2], *(one.value for one in made.keywords if one.arg in ("message", "next_step"))]
            elif called(made) == "_":
                given = [made]
            else:
                continue
            found |= {said: path.name for arg in given for said in texts(arg, HELD) if said}
    return found


def refused() -> dict[str, str]:
    """Reasons of single items: the third of what a Refused is made from, and the constants those reasons are."""
    found: dict[str, str] = {}
    for path in ROOMS:
        constants = {
            target.id: made.value
            for made in TREES[path].body
            if isinstance(made, ast.Assign)
            for target in made.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(TREES[path]):
            if isinstance(call, ast.Call) and called(call) in ("Refused", "_refused") and len(call.args) > 2:
                reason = call.args[2]
                for one in [reason.body, reason.orelse] if isinstance(reason, ast.IfExp) else [reason]:
                    one = constants.get(one.id, one) if isinstance(one, ast.Name) else one
                    found |= dict.fromkeys(texts(one, OF_INLETS), path.name)
    return found


def in_german(said: str) -> str:
    with translation.override("de"):
        return spoken.failure(said)


def test_every_sentence_of_a_failure_has_its_german() -> None:
    found = carried()
    assert len(found) > 110
    assert "Microsoft asks us to wait (503)." in found
    assert "No server is known by the name 'calendar.firm.example'." in found
    assert "The server sends more than is taken." in found  # given by a class to itself
    assert {said: where for said, where in found.items() if in_german(said) == said} == {}


def test_every_reason_of_an_item_has_its_german() -> None:
    found = refused()
    assert len(found) > 14
    assert found["its server does not give it"]
    with translation.override("de"):
        said = {reason: (spoken.failure(reason), inlets.why(reason)) for reason in found}
    assert [reason for reason, both in said.items() if set(both) == {reason}] == []


def test_every_reason_of_a_brought_file_has_its_german() -> None:
    tree = ast.parse((SOURCE / "protocols/files.py").read_text(encoding="utf-8"))
    reasons = [
        made.value.value
        for made in tree.body
        if isinstance(made, ast.Assign) and isinstance(made.value, ast.Constant) and isinstance(made.value.value, str)
    ]
    assert len(reasons) > 20
    assert [reason for reason in reasons if in_german(reason) == reason] == []


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Microsoft asks us to wait (503).", "Microsoft bittet uns zu warten (503)."),
        ("imap.firm.example does not answer on port 993.", "imap.firm.example antwortet nicht auf Port 993."),
        ("this address takes too long to answer.", "diese Adresse braucht zu lange für eine Antwort."),
        (
            "The certificate of a.example does not prove that it is a.example.",
            "Das Zertifikat von a.example beweist nicht, dass es a.example ist.",
        ),
        ("older than the day you chose", "älter als der gewählte Tag"),
        ("The mail server does not take this password.", "Der Mailserver nimmt dieses Passwort nicht an."),
        ("Something nobody wrote a form for.", "Something nobody wrote a form for."),
        ("", ""),
    ],
)
def test_a_kept_failure_is_said_in_the_readers_language(kept: str, shown: str) -> None:
    assert in_german(kept) == shown
    assert spoken.failure(kept) == kept


def test_what_stands_in_a_slot_is_never_taken_for_a_form() -> None:
    said = "Microsoft asks us to wait ({host} {0.__class__} %s)."
    assert in_german(said) == "Microsoft bittet uns zu warten ({host} {0.__class__} %s)."


def test_a_stored_reason_is_one_of_the_forms() -> None:
    held = Refused("1/2", "failed", "could not be stored")
    assert held.reason in failure_words.FORMS
