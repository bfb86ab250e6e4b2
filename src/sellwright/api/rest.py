"""REST by noun: the routes, how failures are answered, and the description programs read (OpenAPI)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from sellwright import __version__, access
from sellwright.actions.refusing import Refused
from sellwright.api.door import View, behind, broken, strict_json
from sellwright.api.nouns import activity, ahead, deals, giving, house, lists, people, ties, work
from sellwright.api.problems import Problem, answer

ROOT = "api/v1/"
ABOUT = (
    "The same deeds and the same rights as the pages, for programs. Sign in with a token made under Settings,"
    " Programs: `Authorization: Bearer sw_…`. Lists are read page by page with `cursor`; `fields` names what is wanted;"
    " a POST with an `Idempotency-Key` is done once; a PATCH with `If-Match` only changes the state you have read."
)


class _Strict(Parser):
    """Bodies that no table can hold are refused before anybody looks into them."""

    def parse_body(self, request: HttpRequest) -> Any:
        if not request.body:
            return {}
        if request.content_type != "application/json":
            raise Problem(415, "Send the body as application/json.")
        return strict_json(request.body)


def _made() -> NinjaAPI:
    made = NinjaAPI(
        title="Sellwright", version=__version__, description=ABOUT, docs_url=None, openapi_url=None, parser=_Strict(),
        urls_namespace="api",
    )  # fmt: skip
    for noun in (house, people, ties, deals, giving, work, activity, lists, ahead):
        made.add_router("", noun.router)
    made.add_exception_handler(Problem, _problem)
    made.add_exception_handler(ValidationError, _not_as_asked)
    made.add_exception_handler(HttpError, _not_read)
    made.add_exception_handler(Refused, _refused)
    made.add_exception_handler(PermissionDenied, _not_allowed)
    made.add_exception_handler(ObjectDoesNotExist, _not_here)
    made.add_exception_handler(Http404, _not_here)
    made.add_exception_handler(Exception, lambda request, failure: broken(request))
    return made


def _problem(request: HttpRequest, failure: Any) -> HttpResponse:
    assert isinstance(failure, Problem)
    return answer(failure)


def _refused(request: HttpRequest, failure: Refused | type[Refused]) -> HttpResponse:
    """It fits the description, and cannot be done as things stand."""
    assert isinstance(failure, Refused)
    return answer(Problem(409, failure.message, failure.field))


def _not_allowed(request: HttpRequest, failure: Any) -> HttpResponse:
    return answer(Problem(403, str(failure) if isinstance(failure, access.NotAllowed) else "Not allowed."))


def _not_here(request: HttpRequest, failure: Any) -> HttpResponse:
    return answer(Problem(404, "There is nothing here with that id."))


def _not_read(request: HttpRequest, failure: Any) -> HttpResponse:
    return answer(Problem(failure.status_code, "The body was not understood."))


def _not_as_asked(request: HttpRequest, failure: Any) -> HttpResponse:
    """What did not fit its shape: the first in words, all in `errors`; never the value that was sent."""
    found = [{"field": _place(one["loc"]), "detail": str(one["msg"])} for one in failure.errors]
    first = found[0] if found else {"field": "", "detail": "Not as asked."}
    return answer(Problem(422, f"{first['field']}: {first['detail']}", first["field"]), errors=found)


def _place(where: Any) -> str:
    return ".".join(str(part) for part in where[1:] if part not in ("body", "asked")) or str(where[-1])


api = _made()


@cache
def description() -> dict[str, Any]:
    """The whole interface as OpenAPI 3.1."""
    with override("en"):
        held: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"/{ROOT}"))
    said = {"application/problem+json": {"schema": _PROBLEM}}
    problem = {"description": "Not done: the words say why.", "content": said}
    for route in held["paths"].values():
        for method, operation in route.items():
            operation["responses"] = {**operation["responses"], "4XX": problem}
            about = operation.get("description", "").strip()
            operation["summary"] = about.split(". ")[0].rstrip(".")
            scope = operation.pop("x-scope", "")
            operation["x-scope"] = scope
            operation["description"] = f"{about} Needs `{scope}`." if scope else f"{about} Any token."
            _name_fields(operation, held["components"]["schemas"])
            operation["parameters"] = [*operation.get("parameters", []), *_HEADERS.get(method, ())]
    for shape in held["components"]["schemas"].values():
        if "items" not in shape.get("properties", {}):
            _loosen(shape)
    return held


_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In words a person understands."},
        "field": {"type": "string", "description": "The value it is about."},
    },
    "required": ["type", "title", "status", "detail"],
}  # fmt: skip


_HEADERS = {
    "post": ({
        "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 255},
        "description": "The same request under the same key is done once, for a day.",
    },),
}  # fmt: skip


def _name_fields(operation: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Says which names `fields` takes."""
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "fields":
            answered = next(one for code, one in operation["responses"].items() if str(code).startswith("2"))
            shape = _shape_of(answered["content"]["application/json"]["schema"], shapes)
            if "items" in shape["properties"]:
                shape = _shape_of(shape["properties"]["items"]["items"], shapes)
            operation["x-fields"] = names = "|".join(shape["properties"])
            parameter["schema"] = {**parameter["schema"], "pattern": f"^(({names})(,({names}))*)?$"}


def _shape_of(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[schema["$ref"].rpartition("/")[2]]
    return found


def _loosen(shape: dict[str, Any]) -> None:
    """With `fields` an answer has only some of its fields; a shape that is sent keeps what it must have."""
    if shape.get("additionalProperties") is not False:
        shape.pop("required", None)


_KNOWN: dict[tuple[str, str], frozenset[str]] = {}


def _known() -> dict[tuple[str, str], frozenset[str]]:
    """Names of what may stand in the query, by route and method."""
    if not _KNOWN:
        for route, methods in description()["paths"].items():
            for method, operation in methods.items():
                names = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
                _KNOWN[route, method.upper()] = frozenset(names)
    return _KNOWN


def _known_only(view: View) -> View:
    """Refuses a query with a name that is not known here: a filter that is misspelled must not be passed over."""

    def handle(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        match = request.resolver_match
        route = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route if match else "")
        known = _known().get((route, request.method or ""))
        if known is None:
            return view(request, *args, **named)
        extra = sorted(set(request.GET) - known)
        if extra:
            raise Problem(422, f"{extra[0]!r:.60} is not known here.", extra[0][:60])
        if asked := request.GET.get("fields"):  # looked at here too: a list that is empty never shows one
            shape = description()["paths"][route][(request.method or "").lower()]["x-fields"].split("|")
            unknown = sorted({name.strip() for name in asked.split(",")} - {*shape, ""})
            if unknown:
                raise Problem(422, f"There is no field {unknown[0]!r:.60} here.", "fields")
        return view(request, *args, **named)

    return handle


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for anybody: it says nothing of what is kept here."""
    if request.method not in ("GET", "HEAD"):
        return answer(Problem(405, "Here one may GET.", headers={"Allow": "GET, HEAD"}))
    return JsonResponse(description())


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address."""
    raise Problem(404, "There is no such address. GET /api/v1/openapi.json tells which there are.")


def routes() -> list[URLPattern]:
    """All addresses below ROOT."""
    patterns: list[Any] = list(api.urls[0])
    found = [path("openapi.json", openapi, name="openapi")]
    for pattern in patterns:
        if pattern.name != "api-root":
            pattern.callback = behind(_known_only(pattern.callback))
            found.append(pattern)
    return [*found, path("", behind(nowhere)), path("<path:rest>", behind(nowhere))]
