"""Names of folders: as they stand on the wire, as people read them, and what a folder is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imapclient import imap_utf7

from sellwright.capture.reading import Found
from sellwright.derive.texts import plain
from sellwright.store.models import Folder

Role = Folder.Role
MOST_FOLDERS = 2_000
_BY_USE = {
    b"\\sent": Role.SENT,
    b"\\junk": Role.JUNK,
    b"\\trash": Role.TRASH,
    b"\\drafts": Role.DRAFTS,
    b"\\all": Role.ALL,
}
# Mail that stands elsewhere too, shown once more: read there.
_VIEWS = {b"\\flagged", b"\\important"}
_CLOSED = {b"\\noselect", b"\\nonexistent"}
# What mail programs call them in some languages, where the server does not say what a folder is for. Lower-case.
_BY_NAME: dict[str, Role] = {
    **dict.fromkeys(
        (
            "sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete objekte", "gesendete elemente",
            "postausgang", "envoyés", "messages envoyés", "éléments envoyés", "objets envoyés", "enviados",
            "elementos enviados", "correo enviado", "itens enviados", "inviata", "posta inviata", "verzonden",
            "verzonden items", "verzonden berichten", "wysłane", "elementy wysłane", "skickat", "skickade objekt",
            "sendt", "sendte elementer", "lähetetyt", "odeslané", "odeslaná pošta", "elküldött elemek", "отправленные",
            "надіслані", "gönderilmiş öğeler", "送信済み", "送信済みアイテム", "已发送", "已发送邮件", "보낸 편지함",
        ),
        Role.SENT,
    ),
    **dict.fromkeys(
        (
            "junk", "junk e-mail", "junk email", "junk mail", "spam", "bulk mail", "spamverdacht", "unerwünscht",
            "junk-e-mail", "werbung", "indésirables", "courrier indésirable", "pourriel", "correo no deseado",
            "no deseado", "lixo eletrônico", "lixo eletrónico", "posta indesiderata", "ongewenste e-mail", "ongewenst",
            "skräppost", "søppelpost", "uønsket e-mail", "roskaposti", "nevyžádaná pošta", "levélszemét",
            "wiadomości-śmieci", "спам", "нежелательная почта", "önemsiz e-posta", "迷惑メール", "垃圾邮件", "스팸",
        ),
        Role.JUNK,
    ),
    **dict.fromkeys(
        (
            "trash", "deleted", "deleted items", "deleted messages", "bin", "papierkorb", "gelöscht",
            "gelöschte objekte", "gelöschte elemente", "corbeille", "éléments supprimés", "messages supprimés",
            "papelera", "elementos eliminados", "lixeira", "itens excluídos", "cestino", "posta eliminata",
            "prullenbak", "verwijderde items", "kosz", "elementy usunięte", "papperskorgen", "borttaget",
            "slettet post",
            "slettede elementer", "roskakori", "poistetut", "koš", "odstraněná pošta", "törölt elemek", "удаленные",
            "корзина", "silinmiş öğeler", "ごみ箱", "削除済みアイテム", "已删除", "已删除邮件", "휴지통",
        ),
        Role.TRASH,
    ),
    **dict.fromkeys(
        (
            "drafts", "draft", "entwürfe", "entwurf", "brouillons", "borradores", "rascunhos", "bozze", "concepten",
            "kopie robocze", "wersje robocze", "utkast", "kladder", "luonnokset", "koncepty", "piszkozatok",
            "черновики", "чернетки", "taslaklar", "下書き", "草稿", "임시 보관함",
        ),
        Role.DRAFTS,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder of a LIST: how it is called on the wire, and how we know it."""

    wire: bytes
    found: Found


def listed(rows: Sequence[Sequence[object]]) -> list[Listed]:
    """Folders of parsed LIST responses (flags, separator, name), those that can be opened, each name once. A role that
    several folders would have by their names is the one's whose server said so, else the first's."""
    known: dict[str, Listed] = {}
    given: set[Role] = set()
    open_ = [
        row for row in rows if len(row) > 2 and _can_be_said(_wire(row[2])) and not _flags(row) & (_CLOSED | _VIEWS)
    ]
    open_.sort(key=lambda row: (_wire(row[2]).upper() != b"INBOX", not _use(row)))
    for row in open_[:MOST_FOLDERS]:
        wire = _wire(row[2])
        name, separator = decoded(wire), decoded(_wire(row[1]) or b"")
        while name in known:
            name += "~"  # two that read alike; each is read under its own bytes
        last = name.rpartition(separator)[2] if separator else name
        role = _use(row) or (Role.INBOX if name.upper() == "INBOX" else _BY_NAME.get(last.strip().lower()))
        if role in given and role is not Role.OTHER:
            role = None
        given.add(role or Role.OTHER)
        title = last if name.upper().startswith("INBOX" + separator) else name
        known[name] = Listed(wire, Found(name[:500], (title or name)[:200], role or Role.OTHER))
    return list(known.values())


def decoded(wire: bytes) -> str:
    """A name for people, whatever its bytes: modified UTF-7, else UTF-8, else one character a byte."""
    try:
        text = imap_utf7.decode(wire) if wire.isascii() else wire.decode("utf-8")
    except (UnicodeError, ValueError):
        text = wire.decode("latin-1")
    return plain("".join(one if one.isprintable() else "?" for one in text))


def _can_be_said(wire: bytes) -> bool:
    """Whether a name fits into a command: one with the end of a line in it would end the command."""
    return bool(wire) and not any(one in wire for one in (b"\r", b"\n", b"\0"))


def quoted(wire: bytes) -> bytes:
    """A name as a command takes it. Raises ValueError for one that would end the command."""
    if not _can_be_said(wire):
        raise ValueError("a folder name with the end of a line in it")
    return b'"' + wire.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _flags(row: Sequence[object]) -> set[bytes]:
    given = row[0] if row else ()
    return {one.lower() for one in given if isinstance(one, bytes)} if isinstance(given, tuple) else set()


def _use(row: Sequence[object]) -> Role | None:
    return next((_BY_USE[flag] for flag in sorted(_flags(row)) if flag in _BY_USE), None)


def _wire(value: object) -> bytes:
    """The parser takes a name of digits for a number, and one called NIL for nothing."""
    return b"%d" % value if isinstance(value, int) else value if isinstance(value, bytes) else b""
