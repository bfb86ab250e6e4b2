"""The two ways in: lines on standard input (a program on this machine), and POST to /mcp with a token."""

from __future__ import annotations

import json
from typing import TextIO
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from sellwright.api.door import MOST_BYTES, at_work, caller, signed_in, strict_json
from sellwright.api.mcp import protocol
from sellwright.api.problems import Problem

_STATUS = {protocol.NO_METHOD: 404, protocol.UNKNOWN_VERSION: 400, protocol.NO_REQUEST: 400}


def post(request: HttpRequest) -> HttpResponse:
    """One message, answered with JSON. There is no session and no stream: GET and DELETE find nothing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.get_host():
        raise Problem(403, "Pages of other sites may not speak here.")
    if request.content_type != "application/json":
        raise Problem(415, "Send the body as application/json.")
    message = strict_json(request.body)
    named = request.headers.get("Mcp-Method", "")
    if named and isinstance(message, dict) and named != message.get("method"):
        return JsonResponse(
            protocol.failure(None, -32020, "The header names another method than the body."), status=400
        )
    found = protocol.answer(message, caller(request))
    if found is None:
        return HttpResponse(status=202)
    return JsonResponse(found, status=_STATUS.get(found.get("error", {}).get("code"), 200))


def lines(secret: str, said: TextIO, told: TextIO) -> int:
    """Answers line by line until the input ends. 0; 1 when the token opens nothing (any more)."""
    for line in said:
        if not line.strip():
            continue
        who = signed_in(secret)
        if who is None:
            return 1
        try:
            if len(line) > MOST_BYTES:
                raise Problem(413, "Too large.")
            message = strict_json(line.encode())
        except (Problem, UnicodeEncodeError):
            found: dict[str, object] | None = protocol.failure(None, protocol.NOT_JSON, "This is no JSON.")
        else:
            with at_work(who):
                found = protocol.answer(message, who)
        if found is not None:
            told.write(json.dumps(found, separators=(",", ":")) + "\n")
            told.flush()
    return 0
