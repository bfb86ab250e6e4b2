"""How mail programs repeat what they answer: quoted history as plain text and HTML, in the writer's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sellwright.demo.days import MONTHS, WEEKDAYS, in_zone


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is repeated: who wrote it, when, to whom, and its whole body in both forms."""

    name: str
    email: str
    to: str
    cc: str
    subject: str
    at: datetime
    plain: str
    html: str


_BLOCK = {  # Outlook's header block: from, sent, to, copy, subject
    "en": ("From:", "Sent:", "To:", "Cc:", "Subject:"),
    "de": ("Von:", "Gesendet:", "An:", "Cc:", "Betreff:"),
    "fr": ("De :", "Envoyé :", "À :", "Cc :", "Objet :"),
    "es": ("De:", "Enviado el:", "Para:", "CC:", "Asunto:"),
    "sv": ("Från:", "Skickat:", "Till:", "Kopia:", "Ämne:"),
    "nl": ("Van:", "Verzonden:", "Aan:", "CC:", "Onderwerp:"),
}
_OLD_RULE = {
    "en": "-----Original Message-----", "de": "-----Ursprüngliche Nachricht-----", "fr": "-----Message d'origine-----",
    "es": "-----Mensaje original-----", "sv": "-----Ursprungligt meddelande-----",
    "nl": "-----Oorspronkelijk bericht-----",
}  # fmt: skip
_FORWARD = {
    "gmail": "---------- Forwarded message ---------",
    "outlook": "________________________________",
    "apple": "Begin forwarded message:",
    "thunderbird": "-------- Forwarded Message --------",
}


def wrote_line(client: str, lang: str, quoted: Quoted, zone: str) -> str:
    """'On Mon, 4 May 2026 at 10:12, Name <address> wrote:' as each program and language has it."""
    when = in_zone(quoted.at, zone)
    lang = lang if lang in WEEKDAYS else "en"
    day, month = WEEKDAYS[lang][when.weekday()][:3], MONTHS[lang][when.month - 1]
    clock, who = f"{when.hour:02d}:{when.minute:02d}", f"{quoted.name} <{quoted.email}>"
    if client == "thunderbird":
        short = f"{when.day:02d}.{when.month:02d}.{when.year % 100:02d}"
        return {
            "de": f"Am {short} um {clock} schrieb {quoted.name}:",
            "sv": f"Den {when.date().isoformat()} kl. {clock}, skrev {quoted.name}:",
            "nl": f"Op {when.day:02d}-{when.month:02d}-{when.year} om {clock} schreef {quoted.name}:",
            "fr": f"Le {when.day:02d}/{when.month:02d}/{when.year} à {clock}, {quoted.name} a écrit :",
        }.get(lang, f"On {when.day:02d}/{when.month:02d}/{when.year} {clock}, {quoted.name} wrote:")
    if client == "apple":
        return {
            "de": f"Am {when.day:02d}.{when.month:02d}.{when.year} um {clock} schrieb {who}:",
            "fr": f"Le {when.day} {month} {when.year} à {clock}, {who} a écrit :",
            "nl": f"Op {when.day} {month[:3]}. {when.year} om {clock} heeft {who} het volgende geschreven:",
        }.get(lang, f"On {when.day} {month[:3]} {when.year}, at {clock}, {who} wrote:")
    return {
        "de": f"Am {day[:2]}., {when.day}. {month[:4]}. {when.year} um {clock} Uhr schrieb {who}:",
        "fr": f"Le {day}. {when.day} {month} {when.year} à {clock}, {who} a écrit :",
        "es": f"El {day}, {when.day} {month[:3]} {when.year} a las {clock}, {who} escribió:",
        "sv": f"Den {day} {when.day} {month[:3]}. {when.year} kl {clock} skrev {who}:",
        "nl": f"Op {day[:2]} {when.day} {month[:3]} {when.year} om {clock} schreef {who}:",
    }.get(lang, f"On {day}, {when.day} {month[:3]} {when.year} at {clock}, {who} wrote:")


def escape(text: str) -> str:
    """Text made safe for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def paragraphs(text: str, client: str) -> str:
    """Plain text as the HTML a program makes of it."""
    blocks = [escape(block).replace("\n", "<br>\n") for block in text.split("\n\n")]
    if client == "outlook":
        return "\n".join(f'<p class="MsoNormal">{block}</p>' for block in blocks)
    if client == "gmail":
        return "<div><br></div>".join(f"<div>{block}</div>" for block in blocks)
    return "<br>\n<br>\n".join(blocks)


def _prefixed(text: str) -> str:
    return "\n".join(">" + line if line.startswith(">") else f"> {line}".rstrip() for line in text.split("\n"))


def history(client: str, lang: str, quoted: Quoted, zone: str) -> tuple[str, str]:
    """The quoted history below an answer: (plain, html)."""
    if client == "outlook":
        return _outlook(lang, quoted, zone)
    line = wrote_line(client, lang, quoted, zone)
    plain = f"{line}\n\n{_prefixed(quoted.plain)}" if client != "thunderbird" else f"{line}\n{_prefixed(quoted.plain)}"
    if client == "gmail":
        html = (
            f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(line)}<br></div>'
            f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid #ccc;'
            f'padding-left:1ex">{quoted.html}</blockquote></div>'
        )
    elif client == "apple":
        html = (
            f'<div><br><blockquote type="cite"><div>{escape(line)}</div><br class="Apple-interchange-newline">'
            f"<div>{quoted.html}</div></blockquote></div>"
        )
    else:
        html = (
            f'<div class="moz-cite-prefix">{escape(line)}<br></div><blockquote type="cite">{quoted.html}</blockquote>'
        )
    return plain, html


def _outlook(lang: str, quoted: Quoted, zone: str) -> tuple[str, str]:
    words = _BLOCK.get(lang, _BLOCK["en"])
    when = in_zone(quoted.at, zone)
    names = lang if lang in WEEKDAYS else "en"
    sent = f"{WEEKDAYS[names][when.weekday()]}, {when.day} {MONTHS[names][when.month - 1]} {when.year} {when:%H:%M}"
    if lang == "de":
        sent = sent.replace(f", {when.day} ", f", {when.day}. ", 1)
    values = [f"{quoted.name} <{quoted.email}>", sent, quoted.to, quoted.cc, quoted.subject]
    rows = [(word, value) for word, value in zip(words, values, strict=True) if value]
    # About a third of the installations still write the old rule above the block.
    rule = _OLD_RULE.get(lang, _OLD_RULE["en"]) if sum(map(ord, quoted.to)) % 3 == 0 else "_" * 32
    plain = rule + "\n" + "\n".join(f"{word} {value}" for word, value in rows) + "\n\n" + quoted.plain
    inner = "<br>\n".join(f"<b>{word}</b> {escape(value)}" for word, value in rows)
    html = (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{inner}</p></div>\n{quoted.html}'
    )
    return plain, html


def forwarded(client: str, quoted: Quoted, zone: str) -> tuple[str, str]:
    """A forwarded message below a covering note: (plain, html)."""
    when = in_zone(quoted.at, zone)
    month = MONTHS["en"][when.month - 1]
    head = (
        f"From: {quoted.name} <{quoted.email}>\nDate: {when.day} {month} {when.year} {when:%H:%M}"
        f"\nSubject: {quoted.subject}\nTo: {quoted.to}"
    )
    rule = _FORWARD[client]
    html = f"<div>{escape(rule)}<br>\n" + escape(head).replace("\n", "<br>\n") + f"<br>\n<br>\n{quoted.html}</div>"
    return f"{rule}\n{head}\n\n{quoted.plain}", html
