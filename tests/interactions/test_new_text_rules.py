"""Single rules of new text, each with a case that must be cut and one that must not."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from sellwright.interactions.new_text import cut

TOP = "Yes, gladly.\n\nAnna"


@pytest.mark.parametrize(
    "header",
    [
        "On 3 Mar 2025, at 10:11, Bo Ek <bo@ek.example> wrote:",
        "On Mon, Mar 3, 2025 at 10:11\u202fAM Bo Ek <bo@ek.example> wrote:",
        "Am Mo., 3. März 2025 um 10:11 Uhr schrieb Bo Ek <bo@ek.example>:",
        "Le lun. 3 mars 2025 à 10:11, Bo Ek <bo@ek.example> a\nécrit :",
        "Den mån 3 mars 2025 kl 10:11 skrev Bo Ek <bo@ek.example>:",
        "Op ma 3 mrt 2025 om 10:11 schreef Bo Ek <bo@ek.example>:",
        "Il giorno lun 3 mar 2025 alle ore 10:11 Bo Ek <bo@ek.example> ha\nscritto:",
        "ma 3. maalisk. 2025 klo 10.11 Bo Ek (bo@ek.example) kirjoitti:",
        "пн, 3 мар. 2025 г. в 10:11, Bo Ek <bo@ek.example>:",
        "2025/03/03 10:11、Bo Ek <bo@ek.example>のメール:",
        "在 2025年3月3日，上午10:11，Bo Ek <bo@ek.example> 写道：",
        "---- On Mon, 03 Mar 2025 10:11:00 +0100 Bo Ek <bo@ek.example> wrote ----",
        "2025-03-03 10:11 GMT+01:00 Bo Ek <bo@ek.example>:",
        "Bo Ek <bo@ek.example> wrote:",
        "-----Original Message-----",
        "----- Alkuperäinen viesti -----",
        "Da: Bo Ek <bo@ek.example>\nInviato: lunedì 3 marzo 2025 10:11\nA: Anna\nOggetto: prova",
        "**From:** Bo Ek <bo@ek.example>\n**Sent:** Monday, 3 March 2025 10:11\n**To:** Anna\n**Subject:** try",
    ],
)
def test_a_letter_copied_below_without_quote_marks_is_cut(header: str) -> None:
    found = cut(f"{TOP}\n\n{header}\n\nWould you like one?\n\nBo")
    assert found.new_text == TOP
    assert len(found.quoted) == 1


@pytest.mark.parametrize(
    "text",
    [
        "On Monday he wrote:\n\nwe need five.",
        "From my side: ok",
        "From: Hull\nTo: Bergen\nDate: 12 May",
        "To: everybody. Subject: lunch. It is in the yard.",
        "On 3 March 2025 he wrote:\nthat five are enough, and we agreed.",
        "Meeting on 3.5.2025 at 14:00:\n- prices\n- delivery",
        "--- Delivery message ---\nIt comes on Monday.",
        "He forwarded your message:\nit was clear.",
        "What we need:\n-- a pump\n-- a hose\nand nothing else.",
        "> 1\n\nis what the display shows"[4:],
        "This is confidential, please do not tell the others yet.",
        "Please unsubscribe me from this list, I am no longer the addressee.",
        "I will send the virus report, and notify the sender of the sample.",
        "Caution: the external sensor must not get wet.",
        "The crate was\nSent from Hull on Monday.",
        "Could you print the environment report?",
        "Thanks\nfor the two cabinets and the spare parts.",
        "Our address:\n\nBerg Oy\nMannerheimintie 12\n00100 Helsinki\n\nPlease send it there.",
    ],
)
def test_what_only_looks_like_a_quote_or_footer_is_kept(text: str) -> None:
    mail = f"Hello Bo,\n\n{text}\n\nAnna"
    assert cut(mail).new_text == mail


def test_answers_between_quoted_lines_are_kept_and_stand_apart() -> None:
    found = cut("On 3 Mar 2025 10:11, Bo wrote:\n> how many?\n\nFour.\n\n> when?\n\nIn May.\n")
    assert found.new_text == "Four.\n\nIn May."
    assert len(found.quoted) == 2


def test_the_broken_off_end_of_a_quoted_line_is_no_answer() -> None:
    quoted = "> we would like to come to Hamburg on the twelfth and look at the cabinet\ntogether\n> if we may\n"
    assert cut(f"Yes.\n\n{quoted}").new_text == "Yes."
    answer = "> we would like to come to Hamburg on the twelfth and look at the cabinet.\nGood.\n> if we may\n"
    assert cut(f"Yes.\n\n{answer}").new_text == "Yes.\n\nGood."


def test_a_forwarded_letter_is_told_from_a_quoted_one() -> None:
    found = cut("See below.\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\nSubject: x\n\nHello")
    assert (found.new_text, len(found.forwarded), found.quoted) == ("See below.", 1, ())


def test_a_letter_forwarded_without_a_word_says_nothing() -> None:
    assert cut("Begin forwarded message:\n\nFrom: A <a@b.example>\nSubject: x\n\nHello").new_text == ""


def test_a_form_that_begins_with_its_fields_is_kept() -> None:
    form = "From: Anna Berg <anna@berg.example>\nSubject: a question\n\nDo you sell pumps?"
    assert cut(form).new_text == form


def test_quote_marks_with_nobody_named_are_the_writers_own_words() -> None:
    assert cut("> all of it is marked").new_text == "> all of it is marked"
    assert cut("> On 3 Mar 2025 10:11, Bo wrote:\n> hello").new_text == ""


def test_the_sign_off_and_name_stay_and_the_contact_block_goes() -> None:
    text = "Yes.\n\nKind regards,\nAnna Berg\n\nHead of Sales\nBerg Oy\n+358 40 555 0123"
    found = cut(text)
    assert found.new_text == "Yes.\n\nKind regards,\nAnna Berg"
    assert found.signature and text[found.signature.start : found.signature.end].startswith("Head of Sales")


def test_the_senders_name_opens_a_contact_block_without_a_sign_off() -> None:
    text = "We take four.\n\nAnna Berg\n+358 40 555 0123"
    assert cut(text, "Berg, Anna").new_text == "We take four.\n\nAnna Berg"
    assert cut(text).new_text == text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from Outlook for Android", "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet", "Gesendet mit der Telekom Mail App", "Envoyé de mon iPhone",
        "Enviado desde mi iPhone", "Enviado do meu iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
        "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "iPhoneから送信", "发自我的iPhone",
        "從我的 iPhone 傳送", "나의 iPhone에서 보냄",
    ],
)  # fmt: skip
def test_the_line_a_phone_adds_is_cut(line: str) -> None:
    found = cut(f"Yes.\n\n{line}")
    assert found.new_text == "Yes."
    assert len(found.footer) == 1


@pytest.mark.parametrize(
    "notice",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
        "Ce message est confidentiel. Si vous n'êtes pas le destinataire, merci de le détruire.",
        "La información es confidencial. Si ha recibido este mensaje por error, bórrelo.",
        "Le informazioni contenute sono riservate. Se avete ricevuto il messaggio per errore, cancellatelo.",
        "Dit bericht is uitsluitend bestemd voor de geadresseerde.",
        "Please consider the environment before printing this e-mail.",
        "To unsubscribe, click here: https://list.example/u",
        "You received this message because you are subscribed to the group.",
    ],
)
def test_a_notice_at_the_foot_is_cut_and_in_the_letter_is_not_needed_to_be(notice: str) -> None:
    found = cut(f"Yes, four.\n\nAnna\n\n{notice}")
    assert found.new_text == "Yes, four.\n\nAnna"
    assert len(found.footer) == 1


def test_nothing_gives_nothing() -> None:
    for text in ("", " \n\n", "\t"):
        found = cut(text)
        assert (found.new_text, found.spans) == ("", ())


def test_lines_ended_by_carriage_returns_are_read_too() -> None:
    assert cut("Yes.\r\n\r\nOn 3 Mar 2025 10:11, Bo wrote:\r\n> hello\r\n").new_text == "Yes."


@pytest.mark.parametrize(
    "unit",
    [
        "--\nsome words stand here\n", "_____\nwords\n", "> q\n\n--\nAnna\n\n", "> q\n\nanswer\n\n", "```\na\n```\n",
        "Date: x\nfoo\n\n", ":\n", "On 3 May 2025 12:00 a@b wrote\n", "Sent from my iPhone\n\n> x\n\n", "AB> x\nfoo\n",
    ],
)  # fmt: skip
def test_the_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    """Counted in steps of the interpreter, not in time: four times the text takes about four times the steps."""

    def steps(text: str) -> int:
        seen = 0

        def count(frame: FrameType, event: str, value: object) -> object:
            nonlocal seen
            frame.f_trace_opcodes = True
            seen += event == "opcode"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            cut(text)
        finally:
            sys.settrace(before)
        return seen

    assert steps(unit * 800) <= 6 * steps(unit * 200)
