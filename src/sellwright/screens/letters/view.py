"""The lists: drafts by when they were changed last; what the bin says, to its owner alone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.measures import revisions
from sellwright.measures.revisions import Revisions
from sellwright.screens import words
from sellwright.screens.asking import bench
from sellwright.store.models import Binned, Draft, HandedOver, User

MOST = 50
LISTS = {
    "": Q(binned=None, handed_over=None),
    "out": Q(binned=None, handed_over__isnull=False),
    "bin": Q(binned__isnull=False),
}


@dataclass(frozen=True)
class ShownDraft:
    """One letter of a list."""

    id: str
    url: str
    name: str
    subject: str
    opening: str
    when: str
    versions: str
    note: str  # why it was binned, how it was taken out


@dataclass(frozen=True)
class ShownBin:
    """What the bin says (card C2): `rate` and `depth` as shown, '' where there is too little to tell."""

    rate: str
    depth: str
    counted: str


def page(request: HttpRequest) -> HttpResponse:
    """Letters being written; `?list=out`: those taken out; `?list=bin`: the bin."""
    user, _workspace = bench(request)
    wanted = request.GET.get("list", "")
    here = wanted if wanted in LISTS else ""
    rows = _drafts(user, LISTS[here])
    before = request.GET.get("before", "")
    place = access.drafts(user).filter(public_id=before).values_list("changed_at", "pk").first() if before else None
    if place is not None:
        rows = rows.filter(Q(changed_at__lt=place[0]) | Q(changed_at=place[0], pk__lt=place[1]))
    found = list(rows[: MOST + 1])
    shown = [_shown(row) for row in found[:MOST]]
    held = {
        "here": "letters",
        "list": here,
        "drafts": shown,
        "older_url": _address(here, shown[-1].id) if len(found) > MOST else "",
        "tabs": {"label": _("Letters"), "links": _tabs(here)},
        "may_write": access.may(user, "letter"),
    }
    if here == "bin":
        held["bin"] = told(_revisions(user))
    return render(request, "letters/page.html", held)


def _address(here: str, before: str = "") -> str:
    asked = {name: value for name, value in (("list", here), ("before", before)) if value}
    return reverse("letters") + (f"?{urlencode(asked)}" if asked else "")


def _drafts(user: User, which: Q) -> QuerySet[Draft]:
    ids = access.drafts(user).filter(which).values("pk")
    rows = access.drafts(user).filter(pk__in=ids).select_related("person__firm", "binned")
    kept = Count("versions", filter=Q(versions__is_aside=False))
    return rows.prefetch_related("handed_over").annotate(kept=kept).order_by("-changed_at", "-pk")


def _tabs(here: str) -> list[dict[str, object]]:
    names = (("", _("Being written")), ("out", _("Taken out")), ("bin", _("Bin")))
    return [{"url": _address(name), "label": label, "here": name == here} for name, label in names]


def _shown(row: Draft) -> ShownDraft:
    kept: int = row.kept  # type: ignore[attr-defined]
    return ShownDraft(
        id=row.public_id,
        url=reverse("letter", args=[row.public_id]),
        name=str(row.person) if row.person else row.to or _("to nobody yet"),
        subject=row.subject or _("no subject"),
        opening=words.shortened(" ".join(row.text.split()), 140),
        when=words.when(row.changed_at.timestamp(), timezone.localtime()),
        versions=ngettext("%(n)d version", "%(n)d versions", kept) % {"n": kept} if kept else "",
        note=_note(row),
    )


def _note(row: Draft) -> str:
    held: Binned | None = getattr(row, "binned", None)
    if held is not None:
        return held.reason
    taken = [one.how for one in row.handed_over.all()]
    ways = {"copy": _("copied"), "mailto": _("opened in your mail program"), "eml": _("taken as a file")}
    return ways[taken[-1]] if taken else ""


def _revisions(user: User) -> Revisions:
    """Counts for the measure: drafts somebody worked on, those binned, versions of those taken out."""
    mine = access.drafts(user)
    out = Exists(HandedOver.objects.filter(draft=OuterRef("pk")))
    worked = mine.filter(Q(edition__gt=0) | Q(binned__isnull=False) | out)
    kept = Count("versions", filter=Q(versions__is_aside=False))
    depths = list(mine.filter(out).annotate(kept=kept).order_by("-pk").values_list("kept", flat=True)[:1000])
    return revisions.measure(worked.count(), mine.filter(binned__isnull=False).count(), [max(1, n) for n in depths])


def told(found: Revisions) -> ShownBin:
    """The two numbers in words."""
    percent = "" if found.do_over is None else f"{found.do_over * 100:.0f} %"
    depth = "" if found.depth is None else f"{found.depth:g}"
    counted = _("%(binned)d of %(drafts)d drafts binned, %(sent)d letters taken out") % {
        "binned": found.binned, "drafts": found.drafts, "sent": found.sent,
    }  # fmt: skip
    return ShownBin(percent, depth, counted)
