"""Moments and what must not be one: each pair differs by what it answers, or by one word."""

from __future__ import annotations

import pytest

from tests import talking

TOLD = "Them: The problem is that nobody on the night shift sees the changes."
FOUND = [
    ("reflection", (TOLD, "Us: So nobody on the night shift sees that something changed.")),
    ("reflection", (TOLD, "Us: If I understand you, the night shift is left out.")),
    ("reflection", ("Them: Jeder zweite Weg ist umsonst.", "Us: Das heißt, Sie gehen jeden zweiten Weg umsonst.")),
    ("confirmed", (TOLD, "Us: If I understand you, the night shift is left out.", "Them: Exactly.")),
    ("limit", ("Us: We don't do the customs.",)),
    ("limit", ("Us: Gaszähler können wir leider nicht.",)),
    ("limit", ("Us: Nous ne faisons pas la comptabilité.",)),
    ("thanked for it", ("Us: We don't do the customs.", "Them: Good to know.")),
    ("adds to it", ("Us: Imagine the audit in May.", "Them: That would be a relief for us all.")),
    ("concession", ("Us: I could come down to ten percent.",)),
    ("ask for the sale", ("Us: Möchten Sie bestellen?",)),
    ("no", ("Us: Shall we sign today?", "Them: No, that's too fast.")),
    ("pressure", ("Us: C'est votre dernière chance.",)),
    ("how they decide", ("Us: How do you decide on this?", "Them: We meet on Sundays and talk it over.")),
    ("rather not", ("Them: I would rather not say.",)),
    ("asks for the next step", ("Them: Wie geht es jetzt weiter?",)),
    ("cost of waiting", ("Them: If nothing changes we will lose two nurses.",)),
    ("next step", (TOLD, TOLD, "Us: Let's sit down with Karl on Tuesday.")),
]  # fmt: skip
NOT_FOUND = [
    ("reflection", (TOLD, "Us: So our product shows it on the phone.")),  # ours, not theirs
    ("reflection", ("Us: So nobody on the night shift sees that.", TOLD)),  # before they said it
    ("confirmed", ("Us: It costs ten.", "Them: Exactly.")),  # nothing was said back
    ("thanked for it", ("Us: It costs ten.", "Them: Good to know.")),
    ("adds to it", ("Us: It costs ten.", "Them: That would be a relief for us all.")),
    ("no", ("Us: How are the kids?", "Them: No trouble at all.")),  # nothing was proposed
    ("concession", ("Us: There is no discount, the price stays.",)),
    ("price objection", ("Them: I didn't say it was too expensive.",)),
    ("limit", ("Us: Can't we do that together?",)),  # a question
    ("next step", (TOLD, TOLD, "Us: Let's sit down with Karl.")),  # no day
    ("the problem", ("Us: We have a problem with the night shift.",)),  # ours
    ("how they decide", ("Us: How do you decide on this?", "Them: I don't know.")),
    ("asks for the next step", ("Us: What are the next steps?",)),
]


@pytest.mark.parametrize(("kind", "lines"), FOUND)
def test_it_is_a_moment(kind: str, lines: tuple[str, ...]) -> None:
    assert kind in {name for name, _ in talking.moments(*lines)}


@pytest.mark.parametrize(("kind", "lines"), NOT_FOUND)
def test_it_is_none(kind: str, lines: tuple[str, ...]) -> None:
    assert kind not in {name for name, _ in talking.moments(*lines)}
