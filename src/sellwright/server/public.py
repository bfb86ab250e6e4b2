"""What others post to without signing in: calls of telephone systems, forms of websites (docs/running/webhooks.md).

Sizes are judged before a body is read, rates before anything is looked up; files are never taken. Answers are JSON, or
for a visitor's browser a page. No answer and no log holds a word of what was posted.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sellwright.capture import inlet_forms, phone_calls
from sellwright.capture.inlet_forms import Filled
from sellwright.capture.inlet_ledger import Answer
from sellwright.screens import limits
from sellwright.store import sealed
from sellwright.store.models import Inlet
from sellwright.store.signed import Signed

_log = logging.getLogger("sellwright.public")
CALLS_A_MINUTE = 600  # from one address
FORMS_A_MINUTE = 20
FORMS_AN_HOUR = 600  # of one form, whoever sends them
_FILE = "sellwright.has_file"  # in request.META
_View = Callable[[HttpRequest, str], HttpResponse]


class _NoFiles(FileUploadHandler):
    """Passes files by, and says that there was one."""

    def new_file(self, *args: object, **more: object) -> None:
        """Called where a file begins."""
        assert self.request is not None
        self.request.META[_FILE] = True
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called."""

    def file_complete(self, file_size: int) -> None:
        """Never called."""


def _public(most_bytes: int, a_minute: int) -> Callable[[_View], _View]:
    """Bounds a view by size and rate; whatever goes wrong in it is told in one line of JSON."""

    def bound(view: _View) -> _View:
        @csrf_exempt
        @wraps(view)
        def handle(request: HttpRequest, public_id: str) -> HttpResponse:
            if request.method not in ("POST", "OPTIONS"):
                return _told(Answer(405, {"error": "Post here."}), headers={"Allow": "POST, OPTIONS"})
            if not limits.within(request, f"public:{view.__name__}", a_minute, 60):
                return _told(Answer(429, {"error": "Too many at once. Try again in a minute."}), {"Retry-After": "60"})
            if not (request.META.get("CONTENT_LENGTH") or "0").isdecimal():
                return _told(Answer(400, {"error": "The length is not understood."}))
            if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes:
                return _told(Answer(413, {"error": f"At most {most_bytes} bytes."}))
            try:
                return view(request, public_id)
            except (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, UnreadablePostError, ValueError):
                return _told(Answer(400, {"error": "Not understood."}))
            except sealed.Unreadable:
                _log.error("the secret of inlet %s cannot be read with this server's key", public_id)
                return _told(Answer(503, {"error": "This address cannot check signatures now."}))

        return handle

    return bound


@_public(phone_calls.MOST_BYTES, CALLS_A_MINUTE)
def calls(request: HttpRequest, public_id: str) -> HttpResponse:
    """One signed delivery of a telephone system."""
    inlet = _inlet(public_id, Inlet.Kind.CALLS)
    if inlet is None or request.method != "POST":
        return _told(Answer(404, {"error": "No such address."}))
    given = Signed(*(request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")))
    return _told(phone_calls.take(inlet, given, request.body, timezone.now()))


@_public(inlet_forms.MOST_BYTES, FORMS_A_MINUTE)
def form(request: HttpRequest, public_id: str) -> HttpResponse:
    """One filled-in form."""
    inlet = _inlet(public_id, Inlet.Kind.FORM)
    if inlet is None:
        return _told(Answer(404, {"error": "No such address."}))
    origin = inlet_forms.origin_of(request.headers.get("Origin") or request.headers.get("Referer", ""))
    own = inlet_forms.origin_of(request.build_absolute_uri("/"))
    origin = "" if origin == own else origin
    if request.method == "OPTIONS":
        return _shared(HttpResponse(status=204), inlet, origin)
    if not limits.within_all(f"form:{public_id}", FORMS_AN_HOUR, 3600):
        return _told(Answer(429, {"error": "Too many today. Try again later."}), {"Retry-After": "600"})
    try:
        fields = inlet_forms.tidied(_fields(request))
    except _HasFile:
        answer = Answer(415, {"error": "Files are not taken."})
    except ValueError as failure:
        answer = Answer(422, {"error": f"The form {failure}."} if str(failure) else {"error": "Not understood."})
    else:
        answer = _form_taken(request, inlet, Filled(fields, origin))
    wants_page = "text/html" in request.headers.get("Accept", "") and request.content_type != "application/json"
    if not wants_page:
        return _shared(_told(answer), inlet, origin)
    following = inlet_forms.leads_to(inlet, request.POST.get(inlet_forms.NEXT, "")) if answer.is_taken else ""
    if following:
        return redirect(following)
    held = {"taken": answer.is_taken, "fields": answer.body.get("fields", {}), "status": answer.status}
    return render(request, "inlets/answer.html", held, status=answer.status if not answer.is_taken else 200)


def _form_taken(request: HttpRequest, inlet: Inlet, filled: Filled) -> Answer:
    """The owner tries a form from its own page: then nothing is stored."""
    asked = any(name == inlet_forms.TRY and value for name, value in filled.fields)
    is_owner = request.user.is_authenticated and request.user.pk == inlet.mailbox.owner_id
    return inlet_forms.take(inlet, filled, timezone.now(), is_try=asked and is_owner)


class _HasFile(Exception):
    """A file was sent along."""


def _fields(request: HttpRequest) -> list[tuple[str, str]] | dict[str, object]:
    """What the body holds. ValueError when it is neither a form nor a flat JSON object."""
    if request.content_type == "application/json":
        try:
            held = json.loads(request.body.decode("utf-8"))
        except RecursionError:
            raise ValueError("is no flat JSON object") from None
        if not isinstance(held, dict):
            raise ValueError("is no flat JSON object")
        return held
    request.upload_handlers = [_NoFiles(request)]
    found = request.POST
    if request.META.get(_FILE):
        raise _HasFile
    return [(name, value) for name, values in found.lists() for value in values if name != "csrfmiddlewaretoken"]


def _inlet(public_id: str, kind: Inlet.Kind) -> Inlet | None:
    rows = Inlet.objects.select_related("mailbox__owner", "intake")
    return rows.filter(public_id=public_id[:16], kind=kind).first()


def _shared(answer: HttpResponse, inlet: Inlet, origin: str) -> HttpResponse:
    """Lets scripts of the pages on which the form may stand read the answer."""
    answer["Vary"] = "Origin"
    if origin and inlet_forms.may_stand(inlet, origin):
        answer["Access-Control-Allow-Origin"] = origin
        answer["Access-Control-Allow-Methods"] = "POST"
        answer["Access-Control-Allow-Headers"] = "Content-Type"
        answer["Access-Control-Max-Age"] = "3600"
    return answer


def _told(answer: Answer, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(answer.body, status=answer.status, headers=headers)


urlpatterns = [
    path("in/calls/<str:public_id>", calls, name="public_calls"),
    path("in/form/<str:public_id>", form, name="public_form"),
]
