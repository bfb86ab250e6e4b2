"""New text on mails whose answer was written down by people, and what holds of every text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions import html_text, new_text

OWN = Path(__file__).resolve().parents[1] / "corpora" / "new_text"
OWN_MAILS = sorted(OWN.glob("*/*.new"))


def read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def own_mail(answer: Path) -> str:
    plain = answer.with_suffix(".txt")
    return read_text(plain) if plain.exists() else html_text.to_text(read_text(answer.with_suffix(".html")))


def test_there_are_at_least_sixty_mails_of_our_own() -> None:
    assert len(OWN_MAILS) >= 60
    assert len(list(OWN.glob("once/*.new"))) * 3 >= 60


@pytest.mark.parametrize("answer", OWN_MAILS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_invented_mail(answer: Path) -> None:
    assert new_text.cut(own_mail(answer)).new_text == read_text(answer).strip()


def test_discourse_at_least_58_of_64_exactly_right(shared_data: Path) -> None:
    folder = shared_data / "reply-quotes" / "discourse" / "test"
    mails = sorted((folder / "emails").glob("*.txt"))
    assert len(mails) == 64
    wrong = [
        mail.stem
        for mail in mails
        if new_text.cut(read_text(mail).strip()).new_text != read_text(folder / "trimmed" / mail.name).strip()
    ]
    assert len(wrong) <= 6, wrong


def test_talon_replies_in_plain_and_html(shared_data: Path) -> None:
    folder = shared_data / "reply-quotes" / "talon" / "tests" / "fixtures" / "html_replies"
    for page in sorted(folder.glob("*.html")):
        said = new_text.cut(html_text.to_text(page.read_bytes().decode("utf-8", "replace"))).new_text
        assert said.split() == ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"], page.name


def assert_whole(text: str) -> None:
    found = new_text.cut(text)
    assert found.new_text == "\n".join(text[span.start : span.end] for span in found.spans)
    taken = [*found.spans, *found.quoted, *found.forwarded, *found.footer]
    if found.signature:
        taken.append(found.signature)
    taken.sort(key=lambda span: span.start)
    assert all(0 <= span.start < span.end <= len(text) for span in taken)
    assert all(one.end <= two.start for one, two in pairwise(taken))
    covered = "".join(text[span.start : span.end] for span in taken)
    assert len(covered.split()) <= len(text.split())
    kept = {i for span in taken for i in range(span.start, span.end)}
    assert not any(not text[i].isspace() and i not in kept for i in range(len(text)))


FRAGMENTS = st.sampled_from(
    [
        "Hello Anna,", "> what?", ">> and then?", "", "   ", "-- ", "--", "Best regards", "Anna", "+49 30 555 0123",
        "On Mon, 3 Mar 2025 at 10:11, Anna <a@b.example> wrote:", "From: Anna <a@b.example>", "Sent: Monday",
        "To: Bo", "Subject: x", "-----Original Message-----", "---------- Forwarded message ---------",
        "Sent from my iPhone", "This e-mail is confidential. If you are not the intended recipient, delete it.",
        "________________________________", "```", ">From here", "Am 3. Mai 2025 um 10:00 schrieb Bo:", ">:", "<",
        "-----BEGIN PGP SIGNATURE-----", "CAUTION: external sender, do not click links in this email", "AB> so",
        "\u202c", "Head of Sales, Berg Oy", "www.berg.example", "I shall send it on Friday.", "\ufeff", "：", "*",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25))
def test_every_character_is_kept_or_cut_once(lines: list[str]) -> None:
    assert_whole("\n".join(lines))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(">|-_*: \n\t@<a1.wrote：\r\x0b\u2028"), max_size=200))
def test_any_text_is_taken_apart_whole(text: str) -> None:
    assert_whole(text)


def test_cutting_twice_is_cutting_once(shared_data: Path) -> None:
    mails = [own_mail(answer) for answer in OWN_MAILS]
    for corpus in ("crisp", "github", "mail-parser-reply", "discourse/test/emails"):
        mails += [read_text(path) for path in (shared_data / "reply-quotes" / corpus).rglob("*.txt")]
    assert len(mails) > 250
    for mail in mails:
        once = new_text.cut(mail).new_text
        assert new_text.cut(once).new_text == once
