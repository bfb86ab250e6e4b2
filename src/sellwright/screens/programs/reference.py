"""The description of the interface as a page: drawn here, so that it needs nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sellwright.api import rest
from sellwright.screens.asking import bench
from sellwright.screens.settings.tabs import tabs

_METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Value:
    """A name with what stands under it."""

    name: str
    kind: str
    about: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked."""

    method: str
    path: str
    about: str
    scope: str
    asked: tuple[Value, ...]  # of the query
    sent: tuple[Value, ...]  # of the body
    answered: str  # the name of the shape


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """All routes by noun, and all shapes."""
    user, _workspace = bench(request)
    held = rest.description()
    groups: dict[str, list[Route]] = {}
    for path, methods in held["paths"].items():
        for method in _METHODS:
            if method in methods:
                groups.setdefault(methods[method]["tags"][0], []).append(_route(path, method, methods[method], held))
    shapes = [
        {"name": name, "about": shape.get("description", ""), "values": _values(shape, held)}
        for name, shape in sorted(held["components"]["schemas"].items())
        if not name.startswith("Page_") and shape.get("additionalProperties") is not False
    ]
    context = {
        "here": "settings", "tabs": tabs(user, "programs"), "about": _plain(held["info"]["description"]),
        "groups": [{"name": one, "id": one.lower().replace(" ", "-"), "routes": rows} for one, rows in groups.items()],
        "shapes": shapes,
    }  # fmt: skip
    return render(request, "programs/reference.html", context)


def _route(path: str, method: str, operation: dict[str, Any], held: dict[str, Any]) -> Route:
    asked = tuple(
        Value(one["name"], kind(one["schema"]), one.get("description", one["schema"].get("description", "")), False)
        for one in operation.get("parameters", ())
        if one["in"] == "query"
    )
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answered = ""
    for code, one in operation["responses"].items():
        if str(code).startswith("2"):
            answered = kind(one.get("content", {}).get("application/json", {}).get("schema", {}))
    return Route(
        method.upper(), path, _plain(operation["description"]), operation.get("x-scope", ""), asked,
        _values(_resolved(body, held), held), answered,
    )  # fmt: skip


def _values(shape: dict[str, Any], held: dict[str, Any]) -> tuple[Value, ...]:
    needed = shape.get("required", ())
    return tuple(
        Value(name, kind(one), one.get("description", ""), name in needed)
        for name, one in shape.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = held["components"]["schemas"][name] if name else schema
    return found


def _plain(about: str) -> str:
    """Without the marks that only programs draw."""
    return about.replace("`", "")


def kind(schema: dict[str, Any]) -> str:
    """A schema in a word or two: "text", "list of Part", "text or null"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2].removeprefix("Page_").rstrip("_"))
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) or "“”" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    word: str = schema.get("format") or schema.get("type", "")
    return {"string": "text", "boolean": "true or false", "date-time": "moment", "object": "values"}.get(word, word)
