"""How a program is told that something was not done: problem+json (RFC 9457), with the words a person would see."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

TITLES = {
    400: "Not understood", 401: "No token", 403: "Not allowed", 404: "Not found", 405: "Not that method",
    409: "Not as things stand", 410: "Gone", 412: "Changed meanwhile", 413: "Too large", 415: "Not that kind of body",
    422: "Not as asked", 429: "Too many requests", 500: "Broken", 503: "Not now",
}  # fmt: skip


class Problem(Exception):
    """Not done. `field` names the value it is about ('' when it is about all)."""

    def __init__(self, status: int, detail: str, field: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.field, self.headers = status, detail, field, headers or {}


def answer(problem: Problem, **more: Any) -> HttpResponse:
    """The answer of a problem."""
    held: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "Problem"),
        "status": problem.status,
        "detail": problem.detail,
        **({"field": problem.field} if problem.field else {}),
        **more,
    }
    return JsonResponse(held, status=problem.status, headers=problem.headers, content_type="application/problem+json")
