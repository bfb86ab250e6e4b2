"""How often each page asks the database: a fixed number, whatever stands in it. A new page cannot be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sellwright import access
from sellwright.actions import (
    comments,
    deals,
    desks,
    entering,
    events,
    inlets,
    letters,
    members,
    sharing,
    tasks,
    tokens,
    unknowns,
    webhooks,
)
from sellwright.derive import outlooks
from sellwright.jobs import queue
from sellwright.store import search
from sellwright.store.models import (
    Account,
    Claim,
    Commitment,
    Concession,
    Cover,
    Deal,
    Draft,
    Event,
    Folder,
    Goal,
    Import,
    ImportRow,
    Inlet,
    Intake,
    Item,
    Mailbox,
    Message,
    Offer,
    OpenRole,
    Person,
    SignOn,
    Stage,
    Standing,
    User,
    Want,
    Webhook,
)
from tests.access.doors import doors, methods
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import place, stand, written

pytestmark = pytest.mark.django_db

MOMENT = datetime.fromtimestamp(NOW, UTC)
# By name of the address. A number that rose needs a reason; one that fell is good news.
COUNTS = {
    "account": 10, "account_choose": 11, "account_leave": 10, "account_sign_in": 6, "account_state": 10,
    "add_mail": 9, "booking_page": 6, "call": 11, "call_new": 6, "calls": 14, "company": 12, "company_effort": 9,
    "company_timeline": 12, "connect": 5, "connect_calendar": 5, "cover": 7, "deal": 27, "deal_change": 7,
    "deal_new": 8, "deal_stages": 10, "deals": 17, "deals_list": 14, "deals_more": 12, "deals_proposed": 10,
    "desk": 13, "desks": 7, "duplicates": 7, "merges": 6, "folders": 5, "forecast": 10,
    "import": 6, "import_progress": 6, "import_rows": 7, "imports": 6, "inlet": 8, "inlets": 7,
    "intake": 16, "intake_progress": 16, "letter": 10, "letter_version": 8, "letters": 7, "log": 9, "mailbox": 11,
    "mailbox_export_state": 6, "members": 9, "mentions": 8, "message": 10, "morning": 6, "numbers": 6,
    "numbers_behind": 6, "outside": 6, "people": 11, "fields": 8, "firms": 11, "firm_add": 5, "list_row": 9,
    "promises": 9, "touches": 10,
    "person": 17, "person_add": 5, "person_brief": 18,
    "person_edit": 7, "person_teamwork": 12, "person_timeline": 17, "person_withheld": 8, "preferences": 5,
    "search": 5, "server": 19, "sign_on": 6, "tasks": 9, "leaving": 8, "leaving_state": 5,
    "today": 20, "today_day": 15, "today_entry": 27,
    "today_later": 6, "why": 5, "why_all": 5,
    "programs": 8, "program_reference": 5, "webhook": 8,
}  # fmt: skip
# They give a file, a frame or a part of a letter, or lead on.
NO_PAGE = {
    "mailbox_export_file",
    "message_file",
    "message_html",
    "evidence",
    "undo",
    "mention",
    "healthy",
    "list_file",
    "leaving_file",
}


@dataclass
class House:
    """A workspace that `grow` fills further: its owner, and the one row of each kind that addresses name."""

    mira: User
    ana: Person
    size: int = 0

    def grow(self, to: int) -> None:
        """Until there are `to` rows of every kind that a page lists."""
        for number in range(self.size, to):
            ben = colleague(f"Ben {number}")
            self._box(number)
            self._team(ben, number)
            who = self._known(number)
            self._letters(who, number)
            self._deal(ben, who, number)
            self._around(ben, number)
        self.size = to
        outlooks.make(NOW)

    def _box(self, number: int) -> None:
        """One more mailbox; what was known by the others is known on."""
        box = Mailbox.objects.create(owner=self.mira, title=f"Box {number}", addresses=[f"box{number}@kestrel.example"])
        self._connected(box, number)
        desks.open_desk(by=self.mira, mailbox=box)
        Standing.objects.update(scope=access.scope_of(self.mira))

    def _connected(self, box: Mailbox, number: int) -> None:
        """An account of its own for the mailbox, and one more folder with rows for the first account."""
        mine = self.mira.mailboxes.get(title="Mira")
        made = [Account.objects.create(mailbox=one, kind="imap", address=f"a{number}@kestrel.example",
                                       heard_at=timezone.now()) for one in (mine, box)]  # fmt: skip
        for account in (*made, mine.accounts.order_by("pk")[0]):
            live = Intake.objects.create(mailbox=account.mailbox, by=self.mira, name="live", path="", state="live")
            Folder.objects.create(account=account, name=f"f{number}{account.folders.count()}", intake=live, on_server=9)
            for n, outcome in enumerate(("stored", "skipped", "failed")):
                Item.objects.create(intake=live, path=f"7/{n}", size=9, outcome=outcome, reason="reason")

    def _team(self, ben: User, number: int) -> None:
        entering.invite(by=self.mira, email=f"new{number}@kestrel.example", role="seller")
        team = members.make_team(by=self.mira, name=f"Team {number}")
        members.set_team(by=self.mira, member=ben, team=team)
        ben.refresh_from_db()
        sharing.share(by=ben, mailbox=ben.mailboxes.get(), team=None, level="subject")
        sharing.share(by=self.mira, mailbox=self.mira.mailboxes.get(title="Mira"), team=team, level="subject")
        days = timedelta(days=number)
        Cover.objects.create(user=self.mira, by=ben, from_date=MOMENT.date() + days, until_date=MOMENT.date() + days)
        Cover.objects.create(user=ben, by=self.mira, from_date=MOMENT.date(), until_date=MOMENT.date() + days)
        SignOn.objects.create(name=f"House {number}", issuer=f"https://id{number}.example", client_id="x")

    def _known(self, number: int) -> Person:
        """Somebody at Ana's firm with mail, a claim, a wish; and letters of Ana herself."""
        who = person(f"p{number}@lab.example", f"Person {number}", known_to=self.mira)
        for at, one in enumerate((who, self.ana), start=2 * number):
            written(self.mira, one, NOW - DAY - at * 60, f"Could you send offer {number} for the hall by Friday?")
            written(self.mira, one, NOW - 2 * DAY - at * 60, f"Here is drawing {number}.", side="us")
            stand(self.mira, one)
            place(self.mira, one)
        Want.objects.create(person=self.ana, text=f"wish {number}", asked_at=NOW - DAY)
        Claim.objects.create(person=self.ana, user=self.mira, released_at=timezone.now())
        search.index_people(Person.objects.filter(pk=who.pk).select_related("firm").prefetch_related("addresses"))
        return who

    def _letters(self, who: Person, number: int) -> None:
        for one in (who, self.ana):
            row = letters.begin(by=self.mira, start=letters.Start(person=one, to=one.key, subject=f"Letter {number}"))
            for edition in range(2):
                wanted = letters.Written(edition, f"Dear friend, text {number} {edition}.", row.subject, one.key)
                row = letters.save(by=self.mira, draft=row, written=wanted, keep=True)
            if one is who and number % 2:
                letters.put_in_bin(by=self.mira, draft=row, reason="later")

    def _deal(self, ben: User, who: Person, number: int) -> None:
        stages = list(Stage.objects.order_by("position"))
        opened = deals.open_deal(
            by=self.mira, wanted=deals.Wanted(f"Deal {number}", who.firm, ben), now=NOW - 5 * DAY, person=who
        )
        deal = Deal.objects.get(public_id=opened.thing_id)
        deals.move(by=self.mira, deal=deal, stage=(stages or list(Stage.objects.all()))[number % 3], now=NOW - 3 * DAY)
        first = Deal.objects.order_by("pk")[0]
        if first.pk != deal.pk:
            deals.add_person(by=self.mira, deal=first, person=who, part="user")
            first.refresh_from_db()
            deals.move(by=self.mira, deal=first, stage=first.stage.pipeline.stages.all()[number % 2], now=NOW - DAY)
        unknowns.add(by=self.mira, deal=first, text=f"What {number}?", now=NOW)
        self._given(first, who, number)
        comments.say(by=ben, text=f"@Mira look {number}", now=NOW, deal=first)
        events.note(by=self.mira, text=f"noted {number}", now=NOW, deal=first)
        tasks.add(by=self.mira, line=f"call {number} tomorrow", moment=MOMENT, deal=first)
        Deal.objects.create(
            name=f"Proposed {number}", firm=who.firm, stage=first.stage, owner=self.mira, opened_at=NOW - DAY,
            stage_since=NOW - DAY, proposed=True, thread=Message.objects.filter(touches__person=who)[0].thread,
        )  # fmt: skip
        deals.close(by=self.mira, deal=deal, outcome="won", reason="price", now=NOW) if number % 2 else None

    def _given(self, deal: Deal, who: Person, number: int) -> None:
        """What they gave, who takes part without a name, offers and what was given away; a goal."""
        letter = Message.objects.filter(touches__person=who)[0]
        kept = {"by": self.mira, "made_at": NOW, "deal": deal}
        Commitment.objects.create(kind="time", person=who, given_date=MOMENT.date(), message=letter, **kept)
        Commitment.objects.create(
            kind="change", person=who, given_date=MOMENT.date(), event=Event.objects.first(), **kept
        )
        OpenRole.objects.create(title=f"role {number}", **kept)
        Offer.objects.create(price=900 + number, currency="EUR", given_date=MOMENT.date(), message=letter, **kept)
        Concession.objects.create(what="less", currency="EUR", given_date=MOMENT.date(), person=who, **kept)
        Goal.objects.get_or_create(period="year", first_date=date(2026, 1, 1), deals=9, defaults={"made_at": NOW})

    def _around(self, ben: User, number: int) -> None:
        """Intakes, items that failed; calls, comments, tasks of a person."""
        for mailbox in self.mira.mailboxes.filter(title__in=("Mira", f"Box {number}")):
            intake = Intake.objects.create(
                mailbox=mailbox, by=self.mira, name=f"take{number}.mbox", path="", state="done", begun_at=timezone.now()
            )
            first = mailbox.intakes.filter(by=self.mira).exclude(state="live").order_by("pk")[0]
            for n, outcome in enumerate(("stored", "skipped", "failed")):
                path = f"{number}#{n}"
                Item.objects.create(intake=first, path=path, size=9, outcome=outcome, reason=f"reason {n}")
                Item.objects.create(intake=intake, path=path + "x", size=9, outcome=outcome, reason="reason")
        whole = Import.objects.create(by=self.mira, name=f"people{number}.csv", state="done", begun_at=timezone.now(),
                                      counts={"rows": {"refused": 1}})  # fmt: skip
        for row in {whole, Import.objects.order_by("pk")[0]}:
            ImportRow.objects.create(whole=row, file=0, line=9 + number, noun="person", outcome="refused", reason="x")
        inlet = inlets.make(by=self.mira, mailbox=mailbox, kind="form", title=f"Form {number}").inlet
        first_one = Inlet.objects.order_by("pk")[0]
        for row in {inlet, first_one}:
            Item.objects.create(
                intake=row.intake, path=f"2026-05-28/{number}-{row.pk}-{inlet.pk}", size=9, outcome="stored", detail="x"
            )
        tokens.make(by=self.mira, name=f"Program {number}", scopes=["people:read"], days=None)
        tokens.make(by=ben, name=f"Program of Ben {number}", scopes=["people:read"], days=30)
        webhooks.make(by=self.mira, title=f"Hook {number}", url="https://x.example/", events=["call.added"])
        events.log_call(by=self.mira, person=self.ana, outcome="talked", now=NOW, note=f"said {number}")
        comments.say(by=ben, text=f"@Mira read {number}", now=NOW, person=self.ana)
        tasks.add(by=self.mira, line=f"write {number} tomorrow", moment=MOMENT, person=self.ana)

    def ids(self) -> dict[str, tuple[object, ...]]:
        """What fills the addresses of doors, by the door's name."""
        deal, box = Deal.objects.order_by("pk")[0], self.mira.mailboxes.get(title="Mira")
        known, firm = (self.ana.public_id,), (self.ana.firm.public_id,)  # type: ignore[union-attr]
        draft = Draft.objects.filter(person=self.ana).order_by("pk")[0]
        letter, version = (draft.public_id,), draft.versions.order_by("pk")[0].pk
        intake = (box.intakes.filter(by=self.mira).exclude(state="live").order_by("pk")[0].public_id,)
        live = (box.accounts.order_by("pk")[0].public_id,)
        return {
            **dict.fromkeys(("person", "person_brief", "person_timeline", "person_relation", "person_edit"), known),
            **dict.fromkeys(("person_withheld", "person_teamwork", "today_later", "today_entry"), known),
            **dict.fromkeys(("call_new", "call", "person_known"), known), "list_row": ("person", *known),
            **dict.fromkeys(("company", "company_timeline", "company_effort", "company_relation"), firm),
            **dict.fromkeys(("deal", "deal_change"), (deal.public_id,)),
            "deals_more": (deal.stage.public_id,), "message": (self.ana.touches.filter(event=None)[0].ref,),
            "letter": letter, "letter_version": (*letter, version), "intake": intake, "intake_progress": intake,
            **dict.fromkeys(("account", "account_state", "account_choose", "account_sign_in", "account_leave"), live),
            "mailbox_export_state": (box.public_id,),
            **dict.fromkeys(("import", "import_progress", "import_rows"), (Import.objects.all()[0].public_id,)),
            "webhook": (Webhook.objects.order_by("pk")[0].public_id,),
            "mailbox": (box.public_id,), "why": ("effort",), "inlet": (Inlet.objects.order_by("pk")[0].public_id,),
            "desk": (Mailbox.objects.filter(is_desk=True).order_by("pk")[0].public_id,),
        }  # fmt: skip


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    workspace()
    mira = colleague("Mira", "owner")
    made = House(mira, person("ana@lab.example", "Ana", known_to=mira))
    made.grow(2)
    return made


def asked(client: Client, address: str) -> int | None:
    """Queries of a page whose caches are warm; None where the address only leads on."""
    if 300 <= client.get(address).status_code < 400:
        return None
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code < 300, f"{address}: {answer.status_code}"
    return len(seen)


def counts(house: House, client: Client) -> dict[str, int]:
    found: dict[str, int | None] = {}
    ids = house.ids()
    for door in doors():
        if door.name in NO_PAGE or (door.arguments and door.name not in ids):
            continue
        address = reverse(door.name, args=ids.get(door.name, ()))
        if "GET" in methods(client, address):
            found[door.name] = asked(client, address)
    return {name: number for name, number in found.items() if number is not None}


def test_every_page_asks_a_fixed_number_whatever_stands_in_the_tables(house: House) -> None:
    client = Client()
    client.force_login(house.mira)
    few = counts(house, client)
    house.grow(7)
    many = counts(house, client)
    assert many == few
    more = {"server": 2} if connection.vendor == "postgresql" else {}  # its version and its size are asked of it
    assert few == {name: number + more.get(name, 0) for name, number in COUNTS.items()}
