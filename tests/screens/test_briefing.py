"""Which five lines of a brief stand first, and where a line leads."""

from __future__ import annotations

from sellwright.interactions.values import Person
from sellwright.screens import briefing
from sellwright.today import brief
from sellwright.today.brief import Brief, Line

ANA = Person("ana@lab.example", "Ana", ("ana@lab.example",), "lab.example")


def made(*lines: tuple[str, str, tuple[str, ...]]) -> Brief:
    return Brief(ANA, tuple(Line(*line) for line in lines), 0.0, 3)


def test_open_questions_stand_before_settled_ones_and_the_unknown_waits() -> None:
    found = briefing.first_lines(
        made(
            (brief.WHO, "Ana: prospect: she asked for an offer.", ("a" * 16,)),
            (brief.ASKED, "Ana asked on 3 May, answered: “Price?”.", ("b" * 16, "c" * 16)),
            (brief.ASKED, "Ana asked yesterday, open: “Where is it hosted?”.", ("d" * 16,)),
            (brief.OTHERS, "Who else is there: not known yet (looked at 3 messages).", ("e" * 16,)),
            (brief.UNKNOWN, "Why now: not known yet (looked at 3 messages).", ("e" * 16,)),
        )
    )
    assert [line.text.split(":")[0] for line in found] == [
        "Ana asked yesterday, open", "Ana asked on 3 May, answered", "Ana",
    ]  # fmt: skip


def test_never_more_than_five() -> None:
    lines = [(brief.LAST, f"Ana wrote on {n} May.", (f"{n:016x}",)) for n in range(1, 9)]
    assert len(briefing.first_lines(made(*lines))) == 5


def test_a_line_leads_to_the_very_words() -> None:
    shown = briefing.show(made((brief.ASKED, "Ana asked, open: “Where is the data hosted?”.", ("d" * 16, "f" * 16))))
    line = shown.first[0]
    assert line.main.url == f"/message/{'d' * 16}?said=Where+is+the+data+hosted%3F#said"
    assert line.main.evidence_url == f"/evidence/{'d' * 16}?said=Where+is+the+data+hosted%3F"
    assert [one.url for one in line.others] == [f"/message/{'f' * 16}"]


def test_an_answer_given_before_leads_to_the_passage_of_ours() -> None:
    text = "“Where is it hosted?”: we wrote to bo@x.example on 3 March: “In Frankfurt, on our own machines.”"
    shown = briefing.show(made((brief.BEFORE, text, ("a" * 16, "b" * 16, "c" * 16))))
    main = shown.first[0].main
    assert main.url.startswith(f"/message/{'c' * 16}?said=In+Frankfurt")


def test_a_line_with_many_sources_lists_four_and_counts_the_rest() -> None:
    ids = tuple(f"{n:016x}" for n in range(9))
    line = briefing.show(made((brief.WHO, "Effort: even.", ids))).first[0]
    assert (len(line.sources), line.more) == (4, 5)
