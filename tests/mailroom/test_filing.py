"""Which way a message went, with whom, and what it is as a touch."""

from __future__ import annotations

from typing import Any

from sellwright.mailroom.filing import Filer, Ours, Row

ME, JAN = "mira@ourfirm.example", "jan@ourfirm.example"
ANNA, BO = "anna@nordlab.example", "bo@nordlab.example"


def row(n: int, sender: str, to: tuple[str, ...], **more: Any) -> Row:
    base: dict[str, Any] = {
        "copied": (), "kind": "human", "words": 20, "asks": 0, "acts": (), "marks": frozenset(), "thread": "t1",
    }  # fmt: skip
    return Row(n=n, id=f"m{n}", at=float(n), sender=sender, recipients=to, **{**base, **more})


def filer(*given: str) -> Filer:
    return Filer(Ours.of(list(given or (ME,))), lambda email: email)


def test_directions() -> None:
    f = filer()
    assert f.file(row(1, ME, (ANNA,))).direction == "out"
    assert f.file(row(2, ANNA, (ME,))).direction == "in"
    assert f.file(row(3, ME, (JAN,))).direction == "internal"
    assert f.file(row(4, "", (ME,))).direction == "unknown"


def test_the_firm_of_my_address_is_ours_but_a_free_mail_domain_is_not() -> None:
    assert Ours.of([ME]).has(JAN)
    assert not Ours.of(["mira@gmail.com"]).has("somebody@gmail.com")
    assert Ours.of(["@ourfirm.example"]).is_me(JAN)
    assert not Ours.of([ME]).is_me(JAN)


def test_an_answer_is_a_letter_after_the_other_side_asked() -> None:
    f = filer()
    first = f.file(row(1, ME, (ANNA,), asks=1)).touches[0]
    second = f.file(row(2, ANNA, (ME,), asks=1)).touches[0]
    thanks = f.file(row(3, ME, (ANNA,), words=2)).touches[0]
    third = f.file(row(4, ME, (ANNA,))).touches[0]
    again = f.file(row(5, ANNA, (ME,))).touches[0]
    assert (first.opens, first.answers) == (True, False)
    assert (second.opens, second.answers) == (False, True)
    assert not thanks.answers
    assert third.answers
    assert not again.answers  # we asked nothing since


def test_a_new_colleague_in_copy_is_a_stakeholder_once() -> None:
    f = filer()
    f.file(row(1, ANNA, (ME,)))
    assert f.file(row(2, ANNA, (ME,), copied=(BO,))).touches[0].acts == ("stakeholder",)
    assert f.file(row(3, ANNA, (ME,), copied=(BO,))).touches[0].acts == ()


def test_an_announcement_to_many_is_no_effort_towards_one() -> None:
    everybody = tuple(f"p{n}@firm{n}.example" for n in range(12))
    touches = filer().file(row(1, ME, everybody)).touches
    assert len(touches) == 12
    assert not any(touch.human for touch in touches)


def test_in_copy_only_is_not_addressed_unless_named() -> None:
    copied = row(1, ANNA, ("other@else.example",), copied=(ME,))
    assert not filer().file(copied).touches[0].addressed
    named = Filer(Ours.of([ME]), lambda email: email, names_me=lambda row: True)
    assert named.file(copied).touches[0].addressed


def test_noise_and_what_lies_in_spam_touch_nobody() -> None:
    f = filer()
    for kind in ("bounce", "delayed", "complaint", "receipt", "calendar"):
        assert f.file(row(1, "mailer-daemon@x.example", (ME,), kind=kind)).touches == ()
    assert f.file(row(2, ANNA, (ME,), marks=frozenset({"in_spam"}))).touches == ()


def test_an_automatic_answer_is_no_human_touch() -> None:
    assert not filer().file(row(1, ANNA, (ME,), kind="out_of_office")).touches[0].human


def test_a_form_is_the_human_it_carries() -> None:
    touch = filer().file(row(1, ANNA, ("website@ourfirm.example",), kind="form")).touches[0]
    assert (touch.human, touch.addressed, touch.side) == (True, True, "them")


def test_nobody_known_as_us_means_no_direction() -> None:
    assert Filer(Ours(frozenset(), frozenset()), lambda e: e).file(row(1, ANNA, (ME,))).direction == "unknown"
