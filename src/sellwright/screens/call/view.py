"""The page of one call, and the round."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sellwright import access
from sellwright.actions import calls as deeds
from sellwright.actions import events
from sellwright.actions.refusing import Refused
from sellwright.screens import addresses, briefing, calling, spoken, undoing
from sellwright.screens.asking import bench, known, with_firm
from sellwright.screens.call import shown
from sellwright.screens.call.shown import Candidate, ShownCall, ShownTurn, Step
from sellwright.store import clock, days, telephones
from sellwright.store.models import CallNote, Claim, Person, Standing, Task, User, Workspace
from sellwright.store.ready import ready
from sellwright.store.values import settings_of
from sellwright.today import lanes
from sellwright.today.day import Day

MOST = 40  # people offered
_CALL_WORDS = ("call", "phone", "ring", "anruf", "telefon", "appel")


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; a post says what came of the call, and leads to the next one."""
    user, workspace = bench(request)
    person = known(user, public_id)
    if request.method != "POST":
        return render(request, "call/page.html", _context(user, workspace, person, {}))
    access.check(user, "log_call")
    typed = {name: request.POST.get(name, "") for name in ("outcome", "minutes", "note", "step", "line")}
    try:
        said = deeds.Said(typed["outcome"], minutes(typed["minutes"]), typed["note"], typed["step"], typed["line"])
        entry = deeds.log_call(by=user, person=person, said=said, moment=clock.moment(workspace, user))
    except Refused as refusal:
        held = _context(user, workspace, person, typed) | {"error": refusal.message, "error_field": refusal.field}
        return render(request, "call/page.html", held, status=422)
    text = _("Logged: %(outcome)s, %(name)s.") % {"outcome": shown.outcome(said.outcome), "name": person}
    answer = undoing.answer(request, text, entry)
    answer["Location"] = onward(user, person)
    if said.step == deeds.LETTER and access.may(user, "letter"):
        answer["Location"] = f"{reverse('letter_new')}?person={person.public_id}"
    return answer


def onward(user: User, person: Person | None = None) -> str:
    """Where the round goes on; its list when it is through. After a call outside it: the page of who was called."""
    if person is not None and all(turn[0] != person.pk for turn in _turns(user)):
        return addresses.of("person", person.public_id)
    following = deeds.next_in_round(user)
    return reverse("call", args=[following.public_id]) if following else reverse("calls")


def minutes(typed: str) -> float:
    """Minutes as typed; 0 for none. Raises Refused."""
    try:
        return float(typed.replace(",", ".")) if typed.strip() else 0.0
    except ValueError:
        raise Refused(_("Minutes are a number."), "minutes") from None


def _context(user: User, workspace: Workspace, person: Person, typed: dict[str, str]) -> dict[str, Any]:
    person = with_firm(person)
    scope, moment, settings = access.scope_of(user), clock.moment(workspace, user), settings_of(workspace)
    standing = next(iter(_standing(scope.pk, person.pk)), None)
    brief = briefing.of(person, scope, standing, moment, settings)
    turns = _turns(user)
    after = [name for pk, _pid, name, ended, _outcome in turns if not ended and pk != person.pk]
    place = next((n for n, turn in enumerate(turns, 1) if turn[0] == person.pk), 0)
    held = ShownCall(
        id=person.public_id,
        name=str(person),
        url=addresses.of("person", person.public_id),
        firm=str(person.firm) if person.firm else "",
        firm_url=addresses.of("company", person.firm.public_id) if person.firm else "",
        phones=brief.phones,
        brief=brief,
        brief_url=addresses.of("person_brief", person.public_id),
        answering=next((name for by, name in _claims(person.pk) if by != user.pk), ""),
        note=typed.get("note") or next(iter(_note(user.pk, person.pk)), ""),
        minutes=typed.get("minutes") or f"{events.USUAL_MINUTES:.0f}",
        steps=tuple(Step(value, label, value == typed.get("step", "")) for value, label in shown.STEPS),
        line=typed.get("line", ""),
        may_log=access.may(user, "log_call"),
        place=place,
        of=len(turns),
        then=after[0] if place and after else "",
    )
    return {"here": "call", "call": held, "outcomes": shown.OUTCOMES}


@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest) -> HttpResponse:
    """The round as it stands, and who may be in the next one; a post begins it with those chosen."""
    user, workspace = bench(request)
    error = ""
    if request.method == "POST":
        chosen = request.POST.getlist("people")[: deeds.MOST_IN_ROUND]
        rows = {one.public_id: one for one in access.people(user).filter(public_id__in=chosen)}
        people = [rows[one] for one in chosen if one in rows]
        try:
            deeds.begin(by=user, people=people, now=clock.moment(workspace, user))
        except Refused as refusal:
            error = refusal.message
        else:
            return redirect(onward(user))
    turns = [
        ShownTurn(name, addresses.of("call", pid), shown.outcome(outcome) if ended else "", bool(ended))
        for _pk, pid, name, ended, outcome in _turns(user)
    ]
    held = {
        "here": "call",
        "turns": turns,
        "next_url": next((turn.call_url for turn in turns if not turn.ended), ""),
        "candidates": _candidates(user, workspace),
        "may_log": access.may(user, "log_call"),
        "error": error,
    }
    return render(request, "call/calls.html", held, status=422 if error else 200)


def _candidates(user: User, workspace: Workspace) -> list[Candidate]:
    """Today's people in the order of the day, those whose tasks say "call" before; who has no number is left out."""
    planned = days.planned(user, workspace, tomorrow=0, on_purpose=1).day
    tasks = dict(_tasks(user, clock.moment(workspace, user).date()))
    wanted, why = _reasons(planned)
    rows = access.people(user).filter(Q(key__in=list(why)) | Q(pk__in=list(tasks))).select_related("firm")
    people = {one.key: one for one in rows[: 2 * MOST]}
    numbers = telephones.of_many([one.pk for one in people.values()], access.scope_of(user))
    by_key = {one.pk: key for key, one in people.items()}
    order = [by_key[pk] for pk in tasks if pk in by_key] + [key for key in why if key in people]
    found = []
    for key in dict.fromkeys(order):
        one = people[key]
        phones = calling.phones(numbers.get(one.pk, ()))
        if phones or key in wanted or one.pk in tasks:
            found.append(
                Candidate(
                    id=one.public_id,
                    name=str(one),
                    url=addresses.of("person", one.public_id),
                    call_url=addresses.of("call", one.public_id),
                    firm=str(one.firm) if one.firm else "",
                    why=tasks.get(one.pk) or why[key],
                    phones=phones,
                    wanted=key in wanted or one.pk in tasks,
                )
            )
    return found[:MOST]


def _reasons(planned: Day) -> tuple[set[str], dict[str, str]]:
    """By Person.key: who called and reached nobody, and why each of today's people is there."""
    entries = [entry for lane in planned.lanes if lane.lane != "waiting on purpose" for entry in lane.entries]
    wanted = {entry.person.key for entry in entries if entry.next_step == lanes.CALL_BACK}
    return wanted, {entry.person.key: spoken.tell(entry.reason) for entry in entries}


def _tasks(user: User, today: Any) -> list[tuple[int, str]]:
    """Open tasks of one's own, due by today, that say to call somebody."""
    said = Q()
    for word in _CALL_WORDS:
        said |= Q(text__icontains=word)
    rows = Task.objects.filter(said, owner=user, done_at=None, due_date__lte=today, person__isnull=False)
    return [(pk or 0, text) for pk, text in rows.order_by("due_date", "pk").values_list("person_id", "text")[:MOST]]


@ready
def _standing(scope: int, person: int) -> QuerySet[Standing]:
    return Standing.objects.filter(scope=scope, person=person)


@ready
def _claims(person: int) -> QuerySet[Any, Any]:
    return Claim.objects.filter(person=person, released_at=None).values_list("user_id", "user__name")


@ready
def _note(user: int, person: int) -> QuerySet[Any, str]:
    return CallNote.objects.filter(user=user, person=person).values_list("text", flat=True)


def _turns(user: User) -> list[tuple[Any, ...]]:
    """The round in its order, of people one may know: (row id, public id, name or key, when it ended, outcome)."""
    rows = access.people(user).filter(call_turns__user=user).order_by("call_turns__position", "pk")
    columns = rows.values_list("pk", "public_id", "name", "key", "call_turns__ended_at", "call_turns__outcome")
    return [(pk, pid, name or key, ended, outcome) for pk, pid, name, key, ended, outcome in columns]
