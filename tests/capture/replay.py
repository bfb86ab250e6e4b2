"""A server on the loopback that answers as Google and Microsoft document it: tokens, throttling, delta links, errors.

`Cloud` is the state behind it. A test changes it (`put`, `move`, `drop`), lets something go wrong (`fault`), and sees
afterwards what was asked (`asked`). It holds marked secrets: whatever leaves the product may not contain `MARK`.
"""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from sellwright.capture import google_sign_in, microsoft_graph, microsoft_sign_in
from sellwright.outbound import web
from tests.outbound.lines import certificate

MARK = "mArKeD-sEcReT"
CLIENT, CLIENT_SECRET = "client-1", f"{MARK}-client"
ADDRESS = "dana@kestrel.example"
Answer = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


@dataclass(slots=True)
class Fault:
    """What happens instead of the answer to the next `times` requests whose path and query contain `part`."""

    part: str
    answer: Answer | str  # "cut": the line breaks in the middle of the answer
    times: int


@dataclass(slots=True)
class Mail:
    """A message there."""

    folder: str
    raw: bytes
    received: str
    is_draft: bool = False


@dataclass
class Cloud:
    """What Google and Microsoft know of one person."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # code to what it was asked with
    refresh: set[str] = field(default_factory=set)
    access: set[str] = field(default_factory=set)
    rotates: bool = True  # Microsoft's way; a token that was spent is refused here, to catch who spends it twice
    lasts: int = 3600
    scope: str = ""
    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    mails: dict[str, Mail] = field(default_factory=dict)
    calendars: dict[str, str] = field(default_factory=lambda: {"cal": "Calendar"})
    events: dict[str, dict[str, Any]] = field(default_factory=dict)  # each with its "calendar" and, in "in", the rest
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # (folder, id, "" or why removed)
    rounds: dict[str, tuple[list[str], int]] = field(default_factory=dict)
    generation: int = 0
    keeps: int = 4  # delta links of a folder that are remembered; the real one forgets too, after a few newer ones
    links: dict[str, list[str]] = field(default_factory=dict)
    most_at_once: int = 0
    slow: float = 0.0
    partly: set[str] = field(default_factory=set)  # the only fields that messages are shown with, where it names some
    _made: int = 0
    _busy: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def base(self) -> str:
        """Its address."""
        return f"https://127.0.0.1:{self.port}"

    def number(self) -> int:
        """Another each time."""
        with self._lock:
            self._made += 1
            return self._made

    def code(self, asked: dict[str, str]) -> str:
        """A code as the person brings it back, after they were sent there with this query."""
        code = f"{MARK}-code-{self.number()}"
        self.codes[code] = asked
        return code

    def tokens(self, nonce: str = "") -> dict[str, Any]:
        """A new pair of tokens, as a token endpoint gives it."""
        with self._lock:
            access, refresh = f"{MARK}-access-{self.number()}", f"{MARK}-refresh-{self.number()}"
            self.access.add(access)
            self.refresh.add(refresh)
        claims = {
            "email": ADDRESS,
            "preferred_username": ADDRESS,
            "aud": CLIENT,
            "oid": "o",
            "tid": "t",
            "sub": "s",
            "nonce": nonce,
        }
        part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return {
            "token_type": "Bearer", "expires_in": self.lasts, "access_token": access, "refresh_token": refresh,
            "scope": self.scope, "id_token": f"e30.{part}.x",
        }  # fmt: skip

    def fault(
        self, part: str, status: int = 0, body: Any = None, *, times: int = 1, headers: dict[str, str] | None = None
    ) -> None:
        """The next requests to addresses with `part` in them go wrong. Without a status the line is cut."""
        text = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        self.faults.append(Fault(part, (status, headers or {}, text) if status else "cut", times))

    def graph_error(self, part: str, status: int, code: str, *, times: int = 1, retry_after: str = "") -> None:
        """As `fault`, with an error as Graph writes it."""
        body = {"error": {"code": code, "message": f"{code} happened to {ADDRESS}", "innerError": {}}}
        self.fault(part, status, body, times=times, headers={"Retry-After": retry_after} if retry_after else None)

    # What stands in the mailbox.

    def folder(self, name: str, *, id: str = "", parent: str = "", known: str = "") -> str:
        """A new folder; `known` is its well-known name."""
        made = id or f"folder-{self.number()}"
        self.folders[made] = {"name": name, "parent": parent, "known": known}
        return made

    def put(self, folder: str, raw: bytes, received: str = "", *, is_draft: bool = False) -> str:
        """A new message."""
        with self._lock:
            made = f"mail-{self.number()}"
            self.mails[made] = Mail(folder, raw, received or f"2026-01-01T00:00:{self._made % 60:02d}Z", is_draft)
            self.changes.append((folder, made, ""))
            return made

    def touch(self, id: str) -> None:
        """It was read, or flagged."""
        self.changes.append((self.mails[id].folder, id, ""))

    def move(self, id: str, folder: str) -> None:
        """Into another folder, keeping its immutable id."""
        with self._lock:
            self.changes += [(self.mails[id].folder, id, "deleted"), (folder, id, "")]
            self.mails[id].folder = folder

    def drop(self, id: str) -> None:
        """Away for good."""
        with self._lock:
            self.changes.append((self.mails[id].folder, id, "deleted"))
            del self.mails[id]

    def meet(self, id: str, calendar: str = "cal", **row: Any) -> None:
        """A meeting as Graph shows it, new or in place of what it was."""
        with self._lock:
            tag = f'W/"{self.number()}"'
            self.events[id] = {"calendar": calendar, "in": {"type": "singleInstance", "@odata.etag": tag, **row}}
            self.changes.append((calendar, id, ""))

    def unmeet(self, id: str) -> None:
        """Taken out of the calendar. Of an occurrence nothing is told but that its series changed."""
        with self._lock:
            gone = self.events.pop(id)
            if master := gone["in"].get("seriesMasterId"):
                rest = [one for one, row in self.events.items() if row["in"].get("seriesMasterId") == master]
                self.changes += [(gone["calendar"], one, "") for one in (master, *rest)]
            else:
                self.changes.append((gone["calendar"], id, "deleted"))

    def forget(self) -> None:
        """Every link given so far is too old from now on."""
        self.generation += 1

    # Answers.

    def answer(self, one: Asked) -> Answer | str:
        """What is said to a request."""
        with self._lock:
            self.asked.append(one)
            whole = one.path + "?" + "&".join(f"{name}={value}" for name, value in one.query.items())
            for fault in self.faults:
                if fault.part in whole and fault.times:
                    fault.times -= 1
                    return fault.answer
        if self.slow:
            time.sleep(self.slow)
        with self._lock:
            if one.path == "/google/token" or one.path.endswith("/oauth2/v2.0/token"):
                return self._token(one)
            if one.path == "/google/revoke":
                self.refresh.discard(one.form["token"])
                return _json({})
            if one.path.endswith("/.well-known/openid-configuration"):
                at = f"{self.base}{one.path.split('/v2.0/')[0]}/oauth2/v2.0"
                return _json({"authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                              "issuer": f"{at}/v2.0"})  # fmt: skip
            if one.path.startswith("/v1.0/"):
                return self._graph(one)
        return 404, {}, b""

    def _token(self, one: Asked) -> Answer:
        form = one.form
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            return _json({"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret"}, 401)
        if form["grant_type"] == "authorization_code":
            asked = self.codes.pop(form["code"], None)
            if (
                asked is None
                or not _verifies(form["code_verifier"], asked)
                or form["redirect_uri"] != asked["redirect_uri"]
            ):
                return _json({"error": "invalid_grant", "error_description": "Bad Request"}, 400)
            return _json(self.tokens(asked.get("nonce", "")))
        if form["refresh_token"] not in self.refresh:
            return _json({"error": "invalid_grant", "error_codes": [700082],
                          "error_description": "AADSTS700082: The refresh token has expired."}, 400)  # fmt: skip
        given = self.tokens()
        if self.rotates:
            self.refresh.discard(form["refresh_token"])
        else:
            self.refresh.discard(given.pop("refresh_token"))
        return _json(given)

    def _graph(self, one: Asked) -> Answer:
        if one.headers.get("authorization", "").removeprefix("Bearer ") not in self.access:
            return _error(401, "InvalidAuthenticationToken")
        assert one.method == "GET", "nothing is ever changed there"
        path = one.path.removeprefix("/v1.0/me")
        parts = path.strip("/").split("/")
        if parts[0] in ("calendars", "events"):
            return self._calendar(one, parts)
        if parts[0] == "mailFolders":
            return self._folder(one, parts[1:])
        if parts[0] == "messages" and parts[2:] == ["$value"]:
            found = self.mails.get(parts[1])
            return (200, {"Content-Type": "text/plain"}, found.raw) if found else _error(404, "ErrorItemNotFound")
        return _error(400, "BadRequest")

    def _folder(self, one: Asked, parts: list[str]) -> Answer:
        if not parts or parts[1:] == ["childFolders"]:
            parent = parts[0] if parts else ""
            rows = [self._shown(id) for id, row in self.folders.items() if row["parent"] == parent]
            return self._page(one, rows, int(one.query.get("$top", 10)))
        known = next((id for id, row in self.folders.items() if row["known"] == parts[0]), parts[0])
        if known not in self.folders:
            return _error(404, "ErrorItemNotFound")
        if parts[1:] == ["messages", "delta"]:
            return self._delta(one, known, self._newest(known), self._mail)
        if parts[1:] == ["messages"]:
            assert one.query["$orderby"] == "receivedDateTime desc"
            return self._page(one, [self._mail(id, one) for id in self._newest(known)], int(one.query["$top"]))
        return _json(self._shown(known))

    def _calendar(self, one: Asked, parts: list[str]) -> Answer:
        if parts == ["calendars"]:
            return self._page(one, [{"id": id, "name": name} for id, name in self.calendars.items()], 100)
        if parts[0] == "events":
            found = self.events.get(parts[1])
            return _json({"id": parts[1], **found["in"]}) if found else _error(404, "ErrorItemNotFound")
        if parts[1] not in self.calendars:
            return _error(404, "ErrorItemNotFound")
        begin, end = one.query.get("startDateTime", ""), one.query.get("endDateTime", "9")
        mine = [id for id, row in self.events.items() if row["calendar"] == parts[1]
                and begin <= row["in"]["start"]["dateTime"] < end]  # fmt: skip
        if parts[3:] == ["delta"]:
            return self._delta(one, parts[1], mine, self._stub)
        rows = [{"id": id, **self.events[id]["in"]} for id in mine if self.events[id]["in"]["type"] != "seriesMaster"]
        return self._page(one, rows, int(one.query["$top"]))

    def _delta(self, one: Asked, of: str, ids: list[str], shown: Callable[[str, Asked], dict[str, Any]]) -> Answer:
        size = int(_preferred(one, "odata.maxpagesize") or "10")
        link = f"{self.base}{one.path}"
        if "$deltatoken" in one.query:
            token = one.query["$deltatoken"]
            generation, at = token.split(".")[:2]
            if int(generation) != self.generation or token not in self.links.get(of, []):
                return _error(410, "SyncStateNotFound")
            new = [(id, why) for folder, id, why in self.changes[int(at) :] if folder == of]
            rows = [{"id": id, "@removed": {"reason": why}} if why or not self._there(id, of) else shown(id, one)
                    for id, why in new[:size]]  # fmt: skip
            seen = len(self.changes)
            if len(new) > size:
                left = [n for n in range(int(at), seen) if self.changes[n][0] == of][size]
                return _json({"value": rows, "@odata.nextLink": f"{link}?$deltatoken={self._link(of, left)}"})
            return _json({"value": rows, "@odata.deltaLink": f"{link}?$deltatoken={self._link(of, seen)}"})
        if "$skiptoken" in one.query:
            name, at = one.query["$skiptoken"].split(".")
            if name not in self.rounds or not name.startswith(f"r{self.generation}x"):
                return _error(410, "SyncStateNotFound")
        else:
            name, at = f"r{self.generation}x{self.number()}", "0"
            self.rounds[name] = (ids, len(self.changes))
        held, begun = self.rounds[name]
        rows = [shown(id, one) for id in held[int(at) : int(at) + size] if self._there(id, of)]
        if int(at) + size < len(held):
            return _json({"value": rows, "@odata.nextLink": f"{link}?$skiptoken={name}.{int(at) + size}"})
        return _json({"value": rows, "@odata.deltaLink": f"{link}?$deltatoken={self._link(of, begun)}"})

    def _link(self, of: str, at: int) -> str:
        """A new delta token; the oldest is forgotten."""
        made = f"{self.generation}.{at}.{self.number()}"
        self.links[of] = [*self.links.get(of, []), made][-self.keeps :]
        return made

    def _there(self, id: str, of: str) -> bool:
        if of in self.calendars:
            return id in self.events and self.events[id]["calendar"] == of
        return id in self.mails and self.mails[id].folder == of

    def _newest(self, folder: str) -> list[str]:
        rows = [(mail.received, id) for id, mail in self.mails.items() if mail.folder == folder]
        return [id for _, id in sorted(rows, reverse=True)]

    def _shown(self, id: str) -> dict[str, Any]:
        kind = {"@odata.type": self.folders[id]["type"]} if "type" in self.folders[id] else {}
        return {
            **kind, "id": id, "displayName": self.folders[id]["name"], "parentFolderId": self.folders[id]["parent"],
            "childFolderCount": sum(row["parent"] == id for row in self.folders.values()),
            "totalItemCount": sum(mail.folder == id for mail in self.mails.values()), "isHidden": False,
        }  # fmt: skip

    def _mail(self, id: str, one: Asked) -> dict[str, Any]:
        immutable = 'IdType="ImmutableId"' in one.headers.get("prefer", "")
        mail = self.mails[id]
        row = {"id": id if immutable else f"moves-{mail.folder}-{id}", "receivedDateTime": mail.received,
               "isDraft": mail.is_draft}  # fmt: skip
        return {name: value for name, value in row.items() if not self.partly or name in self.partly}

    def _stub(self, id: str, _one: Asked) -> dict[str, Any]:
        """As calendarView/delta shows it: an occurrence without its words."""
        row = self.events[id]["in"]
        told = ("type", "seriesMasterId", "start", "end", "@odata.etag")
        return {"id": id, **({name: row[name] for name in told} if row["type"] == "occurrence" else row)}

    def _page(self, one: Asked, rows: list[dict[str, Any]], size: int) -> Answer:
        at = int(one.query.get("$skip", 0))
        given: dict[str, Any] = {"value": rows[at : at + size]}
        if at + size < len(rows):
            query = "&".join(f"{name}={value}" for name, value in {**one.query, "$skip": str(at + size)}.items())
            given["@odata.nextLink"] = f"{self.base}{one.path}?{query.replace(' ', '%20')}"
        return _json(given)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    cloud: Cloud

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self) -> None:
        cloud = self.cloud
        with cloud._lock:
            cloud._busy += 1
            cloud.most_at_once = max(cloud.most_at_once, cloud._busy)
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            parts = urlsplit(self.path)
            one = Asked(
                self.command,
                parts.path,
                _flat(parts.query),
                {k.lower(): v for k, v in self.headers.items()},
                _flat(body),
            )
            said = cloud.answer(one)
        finally:
            with cloud._lock:
                cloud._busy -= 1
        if isinstance(said, str):
            self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"value": [')
            self.close_connection = True
            return
        status, headers, body_out = said
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body_out)))
        self.end_headers()
        self.wfile.write(body_out)


@contextlib.contextmanager
def serving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A Cloud that answers, and a Sellwright that takes it for Google and Microsoft. Needs Workspace.reach."""
    tls = certificate(folder, "127.0.0.1")
    cloud = Cloud()
    handler = type("Handler", (_Handler,), {"cloud": cloud})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    cloud.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "127.0.0.1.pem"))
    web._for_web.cache_clear()
    monkeypatch.setattr(google_sign_in, "ASK", f"{cloud.base}/google/auth")
    monkeypatch.setattr(google_sign_in, "TOKEN", f"{cloud.base}/google/token")
    monkeypatch.setattr(google_sign_in, "REVOKE", f"{cloud.base}/google/revoke")
    monkeypatch.setattr(microsoft_sign_in, "LOGIN", cloud.base)
    monkeypatch.setattr(microsoft_graph, "GRAPH", f"{cloud.base}/v1.0")
    try:
        yield cloud
    finally:
        server.shutdown()
        server.server_close()
        web._for_web.cache_clear()


def letter(
    number: int, *, subject: str = "", sender: str = "ada@customer.example", to: str = ADDRESS, body: str = ""
) -> bytes:
    """A letter, another for each number."""
    at = timezone.now().replace(microsecond=0)
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject or f'Letter {number}'}\r\nDate: {format_datetime(at)}\r\n"
        f"Message-ID: <{number}@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
        f"{body or f'This is what letter {number} says.'}\r\n"
    ).encode()


def _json(given: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(given).encode()


def _error(status: int, code: str) -> Answer:
    return _json({"error": {"code": code, "message": f"about {ADDRESS}", "innerError": {"request-id": "1"}}}, status)


def _flat(text: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _preferred(one: Asked, name: str) -> str:
    found = [
        part.partition("=")[2] for part in one.headers.get("prefer", "").split(",") if part.strip().startswith(name)
    ]
    return found[0].strip() if found else ""


def _verifies(verifier: str, asked: dict[str, str]) -> bool:
    from hashlib import sha256

    hashed = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return asked["code_challenge_method"] == "S256" and hashed == asked["code_challenge"]
