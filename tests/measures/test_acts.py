"""Acts: what counts as effort beyond writing, and what only looks like it."""

from __future__ import annotations

import pytest

from sellwright.interactions.sentences import split
from sellwright.interactions.values import Act, Attachment
from sellwright.measures import acts

KNOWN = [
    ("Please find attached our revised proposal for the second site.", "us", ["proposal"]),
    ("Attached is the quote for twenty sensors.", "us", ["proposal"]),
    ("Anbei erhalten Sie unser Angebot.", "us", ["proposal"]),
    ("Vous trouverez ci-joint notre devis.", "us", ["proposal"]),
    ("We will send you a proposal next week.", "us", []),
    ("Could you send us a proposal?", "them", []),
    ("Our proposal still stands.", "us", []),
    ("We can offer you a 10 % discount if you order two.", "us", []),
    ("We can give you 10 % off the second unit.", "us", ["concession"]),
    ("I'll waive the set-up fee.", "us", ["concession"]),
    ("We'll extend your trial by two weeks.", "us", ["concession"]),
    ("Can you give us a discount?", "them", []),
    ("Wir gewähren Ihnen 5 Prozent Rabatt.", "us", ["concession"]),
    ("Wir können leider keinen Rabatt geben.", "us", []),
    ("Nous vous accordons une remise de 5 %.", "us", ["concession"]),
    ("Our budget for this year is 40,000 euros.", "them", ["internal_data"]),
    ("We run about 300 samples per day on two lines.", "them", ["internal_data"]),
    ("What is your budget?", "us", []),
    ("Here are our shift numbers for March.", "them", ["internal_data"]),
    ("Wir fertigen rund 1200 Stück pro Schicht.", "them", ["internal_data"]),
    ("Nous traitons environ 400 échantillons par jour.", "them", ["internal_data"]),
    ("Please talk to Dana Ruiz, she looks after lab equipment.", "them", ["referral"]),
    ("I've copied Tom Bell, who decides on this.", "them", ["referral"]),
    ("My colleague handles this.", "them", ["referral"]),
    ("Bitte wenden Sie sich an Frau Lenz.", "them", ["referral"]),
    ("Je mets Claire Dubois en copie, elle décide.", "them", ["referral"]),
    ("Please contact us if you have questions.", "them", []),
    ("Please contact support.", "them", []),
    ("Here is the signed NDA.", "them", ["task_done"]),
    ("Attached is the filled-in questionnaire you asked for.", "them", ["task_done"]),
    ("Anbei der unterschriebene Vertrag.", "them", ["task_done"]),
    ("Ci-joint le formulaire rempli.", "them", ["task_done"]),
    ("Please fill in the form.", "them", []),
    ("Tuesday at 10 works for me.", "them", ["commitment"]),
    ("We have decided to go with you.", "them", ["commitment"]),
    ("Finance has approved the budget.", "them", ["commitment"]),
    ("I'll bring my head of quality to the call.", "them", ["commitment"]),
    ("We'd like to go ahead.", "them", ["commitment"]),
    ("We have not decided yet.", "them", []),
    ("Would Tuesday work for you?", "them", []),
    ("If the board agrees we will sign in May.", "them", []),
    ("Wir haben uns für Ihr Gerät entschieden.", "them", ["commitment"]),
    ("Das Budget wurde freigegeben.", "them", ["commitment"]),
    ("Nous avons décidé de vous confier le projet.", "them", ["commitment"]),
    ("Mardi 10 h me convient.", "them", ["commitment"]),
    ("Thanks for the talk, it was good to meet you.", "them", []),
    ("The price is too high for us.", "them", []),
    ("Our price list is attached.", "us", []),
    ("Here is the link to our website.", "us", []),
    ("We have 20 people at the fair.", "us", []),
]


def found(text: str, side: str = "", *files: str) -> list[str]:
    attached = tuple(Attachment(name, "application/pdf", 10) for name in files)
    return [act.name for act in acts.find(text, split(text), attached, side)]


@pytest.mark.parametrize(("sentence", "side", "names"), KNOWN)
def test_sentences(sentence: str, side: str, names: list[str]) -> None:
    assert found(sentence, side) == names


@pytest.mark.parametrize(
    ("side", "file", "names"),
    [
        ("us", "Offer_2024-17.pdf", ["proposal"]),
        ("us", "Angebot Kestrel.docx", ["proposal"]),
        ("us", "devis-2026.pdf", ["proposal"]),
        ("them", "Angebot Kestrel.docx", []),  # ours, sent back
        ("them", "Lastenheft v2.pdf", ["internal_data"]),
        ("them", "floor plan lab 2.pdf", ["internal_data"]),
        ("us", "floor plan lab 2.pdf", []),
        ("them", "NDA signed.pdf", ["task_done"]),
        ("us", "offerings.pdf", []),
        ("them", "IMG_2041.pdf", []),
    ],
)
def test_files(side: str, file: str, names: list[str]) -> None:
    assert found("Hello", side, file) == names


def test_pictures_in_signatures_are_no_acts() -> None:
    assert acts.find("Hi", split("Hi"), (Attachment("offer.png", "image/png", 900),), "us") == ()


def test_each_act_once_with_the_words_that_show_it() -> None:
    text = "Please find attached our proposal, as agreed. Our proposal is attached twice."
    (act,) = acts.find(text, split(text), (Attachment("proposal.pdf", "application/pdf", 10),), "us")
    assert act == Act("proposal", "Please find attached our proposal, as agreed.")


def test_side_decides_whose_act_it_is() -> None:
    text = "Our budget for this year is 40,000 euros."
    assert found(text, "them") == ["internal_data"]
    assert found(text, "us") == []
    assert found(text) == ["internal_data"]


def test_a_hostile_letter_ends() -> None:
    text = "we make we run we use " * 50_000
    assert acts.find(text, [(0, len(text), text)] * 1000, (), "") == ()
