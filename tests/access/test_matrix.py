"""The matrix: role x deed x whose x door. See doors.py for how doors are found and planting.py for what is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from sellwright import access
from sellwright.jobs import queue
from sellwright.store.models import LogEntry, Share, Team, User
from sellwright.store.models.users import Role
from tests.access import planting
from tests.access.doors import Door, Live, doors, methods, sent, steady
from tests.access.planting import NAMES, OWN, SUBJECTS, TEXTS, Planted, plant
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db

# What each role may do, written down a second time by hand: access.DEEDS must say the same.
WORK = {
    "correct_relation", "decide", "claim", "assign", "note", "log_call", "comment", "task", "deal", "person",
    "letter", "add_mail", "share_own", "cover", "export_own", "token", "merge",
}  # fmt: skip
MAY = {
    "owner": WORK | {
        "import", "settings", "invite", "roles", "folders", "sign_on", "outside", "log", "pipelines", "undo_any_intake",
        "erase_workspace", "webhooks", "any_token", "export_workspace", "erase_person", "undo_any_merge",
    },
    "leader": WORK | {"import", "log", "pipelines"},
    "operations": WORK | {
        "import", "settings", "invite", "log", "pipelines", "undo_any_intake", "webhooks", "erase_person",
        "undo_any_merge",
    },
    "seller": WORK,
    "builder": {"note", "comment", "task", "ship_want", "letter", "add_mail", "share_own", "decide", "token"},
    "reader": {"comment", "token"},
}  # fmt: skip

# Which deed a door that writes asks for. None: what is one's own, whatever the role (settings of one's own, undoing
# one's own deed, which asks for the deed that is undone).
WRITES: dict[str, str | None] = {
    "add_upload": "add_mail", "add_folder": "folders", "intake_begin": "add_mail", "intake_undo": None,
    "intake_go_on": None,
    "import_upload": "import", "import_columns": None, "import_read": None, "import_about": None,
    "import_values": None, "import_write": "import", "import_go_on": None, "import_undo": "import",
    "import_away": None,
    "intake_away": None, "mailbox_rename": None, "mailbox_share": "share_own", "mailbox_forget": None,
    "preferences": None, "theme": None, "numbers": "settings", "folders": "folders", "sign_on": "sign_on",
    "sign_on_drop": "sign_on", "server": "folders", "member_renew": "invite",
    "member_invite": "invite", "team_make": "invite", "team_drop": "invite",
    "member_withdraw": "invite", "member_role": "roles", "member_team": "invite", "member_close": "roles",
    "member_open": "roles", "log_undo": None, "undo": None,
    "firm_add": "person", "person_add": "person", "person_edit": "person", "person_relation": "correct_relation",
    "company_relation": "correct_relation",
    "duplicates_search": "merge", "duplicates_not_same": "merge", "merge": "merge", "merge_undo": "merge",
    "leaving_export": "export_workspace", "leaving_words": None, "leaving_unlock": None,
    "person_give": "export_own", "person_erase": "erase_person", "person_keep": "erase_person",
    "today_done": "decide", "today_snooze": "decide", "today_not_for_us": "decide",
    "deal_move": "deal", "deal_new": "deal", "deal_accept": "deal", "deal_wave": "deal", "deal_stage_add": "pipelines",
    "deal_stage": "pipelines", "deal_change": "deal", "deal_close": "deal", "deal_reopen": "deal",
    "deal_person": "deal", "deal_comment": "comment", "deal_note": "note", "deal_task": "task", "deal_unknown": "deal",
    "unknown_change": "deal", "deal_commitment": "deal", "deal_role": "deal", "deal_offer": "deal",
    "deal_concession": "deal", "commitment_change": "deal", "role_change": "deal", "offer_change": "deal",
    "concession_change": "deal", "forecast_goal": "pipelines", "forecast_goal_drop": "deal",
    "task_done": "task", "task_change": "task", "tasks": "task",
    "call": "log_call", "call_keep": "log_call", "call_pass": "log_call", "calls": "log_call",
    "inlets": "add_mail", "inlet_change": "add_mail", "inlet_secret": "add_mail", "inlet_try": "add_mail",
    "inlet_close": "add_mail", "desk_open": "share_own", "desk_close": "share_own", "desk_in": "share_own",
    "desk_out": "share_own",
    "connect": "add_mail", "connect_try": "add_mail", "connect_calendar": "add_mail", "oauth_begin": "add_mail",
    "outside": "outside", "outside_app": "outside", "mailbox_export": None, "account_choose": None,
    "account_sign_in": None, "account_verify": None, "account_again": None, "account_pause": None,
    "account_resume": None, "account_leave": None,
    "programs": "token", "token_revoke": None, "webhooks": "webhooks", "webhook_change": "webhooks",
    "webhook_secret": "webhooks", "webhook_try": "webhooks", "webhook_pause": "webhooks", "webhook_resume": "webhooks",
    "webhook_drop": "webhooks", "delivery_again": "webhooks",
    "claim": "claim", "claim_release": "claim", "call_new": "log_call", "teamwork_owner": "assign",
    "teamwork_comment": "comment", "teamwork_note": "note", "teamwork_task": "task", "cover": "cover",
    "letter_new": "letter", "letter_save": "letter", "letter_restore": "letter", "letter_bin": "letter",
    "letter_unbin": "letter", "letter_out": "letter", "letter_times": "letter",
    "booking_page": "share_own", "booking_open": "share_own",
    "list_cell": "person", "list_bulk": "person", "list_views": None, "list_view": None, "fields": "pipelines",
    "field": "pipelines", "tie_add": "person", "tie_drop": "person",
    "cover_end": "cover", "morning": None, "morning_server": "settings", "mentions_read": None,
}  # fmt: skip

# Views that refuse no method but only read: posting to them is asking for the page.
READS = {
    "letter", "letter_margin", "letter_version", "letters",
    "deal", "deals", "deals_list", "forecast", "deals_more", "deals_proposed", "deal_stages", "mention", "mentions",
    "person_teamwork", "today", "today_day", "today_entry", "today_later",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    monkeypatch.setattr("sellwright.screens.limits.within", lambda *args, **kwargs: True)


@pytest.fixture
def victim() -> User:
    workspace()
    colleague("Fixed Owner", "owner")  # so that roles of the others may change
    return colleague("Mira", "leader")


def signed_in(role: str) -> tuple[Client, User]:
    user = colleague("Stranger", role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client, user


# Every way a list is narrowed by words: none may tell of what stands in mail one may not read. Each ends in "q=".
LISTS = (
    "/people?q=", "/firms?q=", "/touches?q=", "/promises?q=", "/people?as=1&f=firm:has:x&q=", "/lists/person/file?q=",
    "/lists/firm/file?q=", "/lists/promise/file?q=", "/lists/touch/file?q=",
)  # fmt: skip


live = Live()


def learn(victim: User) -> set[str]:
    """Which ids mean something where, asked once as the one they belong to; and which words stood there. Nothing of it
    stays in the database."""
    if not live.known:
        with transaction.atomic():
            once = User.objects.get(pk=victim.pk)  # so that nothing stays with the user of the test
            planted, client = plant(once), Client(raise_request_exception=False)
            client.force_login(once)
            for address, answer in reading(client, planted.ids, live):
                assert answer.status_code < 500, address
                asked = address.partition("q=")[2].partition("&")[0]
                _seen.update(one for one in found_in(sent(answer), (*NAMES, *SUBJECTS, *TEXTS, *OWN)) if one != asked)
            live.known = True
            transaction.set_rollback(True)
        cache.clear()
    return _seen


_seen: set[str] = set()


def reading(client: Client, ids: list[str], known: Live, *, htmx: bool = False) -> Iterable[tuple[str, Any]]:
    """Every address of every door where the ids may mean something, read as a page or as htmx asks for a part; with
    every way a search is asked."""
    headers = {"HX-Request": "true"} if htmx else {}
    for door in doors():
        for at, address in door.filled(ids):
            if known.reads(door, at):
                answer = client.get(address, headers=headers)
                if not known.known and answer.status_code not in (404, 405):
                    known.note(door, at)
                yield address, answer
    for word in (*NAMES, *SUBJECTS, *TEXTS, *OWN):
        for more in ("", "&palette=1", "&all=1"):
            address = f"/search?q={word}{more}"
            yield address, client.get(address, headers=headers)
    for word in NAMES:
        for page in LISTS:
            yield f"{page}{word}", client.get(f"{page}{word}", headers=headers)


def found_in(data: bytes, words: Iterable[str]) -> list[str]:
    low = data.decode("utf-8", "replace").casefold()
    return [word for word in words if word.casefold() in low]


# Role x deed


def test_roles_may_what_the_table_says() -> None:
    assert {role: set(deeds) for role, deeds in access.DEEDS.items()} == MAY
    assert set(MAY) == set(Role.values)


def test_who_was_closed_may_nothing() -> None:
    user = User(email="x@kestrel.example", role="owner", is_active=False)
    assert not any(access.may(user, deed) for deeds in MAY.values() for deed in deeds)


# Doors


def test_nobody_who_is_not_signed_in_comes_through_any_door(victim: User) -> None:
    planted = plant(victim)
    client = Client(raise_request_exception=False)
    for door in doors():
        address = next(iter(door.addresses(planted.ids)))
        for answer in (client.get(address), client.post(address), client.get(address, headers={"HX-Request": "true"})):
            place = answer.headers.get("Location") or answer.headers.get("HX-Redirect", "")
            assert answer.status_code in (302, 401), address
            assert place.startswith("/account/login/"), address


def test_every_door_that_writes_stands_in_the_matrix(victim: User) -> None:
    planted = plant(victim)
    client, _user = signed_in("owner")
    writing = {door.name for door in doors() if "POST" in methods(client, next(iter(door.addresses(planted.ids))))}
    assert writing - set(WRITES) - READS == set(), "these routes take POST: say in WRITES which deed they ask for"
    assert {*WRITES, *READS} - {door.name for door in doors()} == set(), "these rows have no route any more"


# Those who may least; the others with the long suite.
LEAST = ("reader", "builder", "seller")


@pytest.mark.parametrize(
    "role", [role if role in LEAST else pytest.param(role, marks=pytest.mark.long) for role in Role.values]
)
def test_a_role_without_the_deed_writes_nothing(victim: User, role: str) -> None:
    """Posted to with ids of their own things and of the victim's: no write, no broken page."""
    learn(victim)
    planted = plant(victim)
    client, user = signed_in(role)
    own = plant_own(user)
    for door in doors():
        deed = WRITES.get(door.name)
        if deed is None or access.may(user, deed):
            continue
        worth = [address for at, address in door.filled(planted.ids) if live.writes(door, at)]
        for address in dict.fromkeys([*door.addresses(own), *worth]):
            before = LogEntry.objects.count()
            answer = client.post(address, POSTED)
            assert answer.status_code < 500, address
            assert LogEntry.objects.count() == before, f"{role} wrote at {address} without {deed}"


def plant_own(user: User) -> list[str]:
    """Ids of things that everybody here sees or that are the user's own."""
    from tests.firm_rows import person

    open_one = person(f"open.{user.pk}@open.example", "Open One")
    return [
        open_one.public_id,
        open_one.firm.public_id if open_one.firm else "",
        user.mailboxes.get().public_id,
        user.public_id,
    ]


POSTED = {
    "text": "posted", "title": "posted", "name": "posted", "level": "whole", "role": "owner", "team": "",
    "kind": "customer",
    "relation": "customer", "stage": "", "until": "tomorrow", "outcome": "won", "addresses": "posted@kestrel.example",
    "email": "posted@kestrel.example", "half_life_days": "44", "folder": "/usr", "path": "/usr", "owner": "",
    "issuer": "https://id.example", "client_id": "x", "secret": "x", "theme": "dark", "language": "de",
    "due": "tomorrow",
    "from_date": "2026-06-01", "until_date": "2026-06-02", "by": "", "part": "pays", "answer": "x", "probe": "x",
}  # fmt: skip


# A sweep over every door takes ten seconds and more: one role here, the others in the long suite.
SWEPT = ["seller", *(pytest.param(role, marks=pytest.mark.long) for role in Role.values if role != "seller")]


@pytest.mark.parametrize("role", SWEPT)
def test_a_stranger_finds_no_private_word_at_any_door(victim: User, role: str) -> None:
    learn(victim)
    known = live if role == "seller" else Live()  # of which nothing is known: everything is tried
    planted = plant(victim)
    client, _user = signed_in(role)
    leaks = []
    for htmx in (False, True) if role == "seller" else (False,):
        for address, answer in reading(client, planted.ids, known, htmx=htmx):
            assert answer.status_code < 500, address
            asked = address.partition("q=")[2].partition("&")[0]
            words = [word for word in (*NAMES, *SUBJECTS, *TEXTS, *OWN) if word != asked]
            leaks += [(address, word) for word in found_in(sent(answer), words)]
    assert leaks == []


@pytest.mark.parametrize("role", ["owner", "seller"])
def test_a_stranger_cannot_tell_whether_there_is_anything(victim: User, role: str) -> None:
    """With the victim's mail or without it, a stranger is sent the very same bytes: no count, no number, no order."""
    client, _user = signed_in(role)
    plain = [door for door in doors() if not door.arguments and door.name not in SEES_THAT_IT_WAS_DONE]

    def seen() -> dict[str, bytes]:
        pages = {door.name: steady(client.get(reverse_of(door))) for door in plain}
        pages |= {word: steady(client.get(f"/search?q={word}")) for word in (*NAMES, *TEXTS)}
        return pages

    seen()  # the first look may note something of its own (a day made, a scope settled)
    before = seen()
    planted = plant(victim)
    after = seen()
    assert [name for name in before if before[name] != after[name]] == []
    absent = "abcdefghjkmn"
    for door in doors():
        if len(door.arguments) == 1 and "GET" in methods(client, next(iter(door.addresses([absent])))):
            codes = {client.get(address).status_code for address in door.addresses(planted.ids)}
            nothing = {client.get(address).status_code for address in door.addresses([absent])}
            assert codes <= nothing | {404}, f"{door.name} tells apart what is hidden from what is not there"


# Who runs the workspace sees that something was done, without its values, and how the machine is (its disk, its queue).
SEES_THAT_IT_WAS_DONE = {"log", "server"}


def reverse_of(door: Door) -> str:
    return next(iter(door.addresses([])))


@pytest.mark.parametrize("role", [pytest.param("leader", marks=pytest.mark.long), "seller"])
def test_a_stranger_who_posts_gets_no_word_and_changes_nothing(victim: User, role: str) -> None:
    learn(victim)
    known = live if role == "seller" else Live()
    planted = plant(victim)
    client, _user = signed_in(role)
    before = private_rows(planted)
    leaks = []
    for door in doors():
        if door.name in {"member_role", "member_close", "member_team"} and role == "owner":
            continue  # an owner may
        for address in [one for at, one in door.filled(planted.ids) if known.writes(door, at)]:
            answer = client.post(address, POSTED)
            assert answer.status_code < 500, address
            leaks += [(address, word) for word in found_in(sent(answer), (*NAMES, *SUBJECTS, *TEXTS, *OWN))]
    assert leaks == []
    assert private_rows(planted) == before


def private_rows(planted: Planted) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in planted.rows:
        model = type(row)
        found.setdefault(model.__name__.lower(), []).extend(model.objects.filter(pk=row.pk).values())  # type: ignore[attr-defined]
    found["shares"] = list(Share.objects.filter(mailbox__owner=planted.victim).values("team", "level"))
    return found


# Whose


@pytest.mark.parametrize(
    ("level", "shown", "hidden"),
    [
        pytest.param("happened", NAMES[:1], (*SUBJECTS, *TEXTS, *OWN), marks=pytest.mark.long),
        pytest.param("subject", (*NAMES[:1], *SUBJECTS), (*TEXTS, *OWN), marks=pytest.mark.long),
        ("whole", (*NAMES[:1], *SUBJECTS, "textnumbat"), [word for word in OWN if word != "boxnumbat"]),
    ],
)
def test_a_share_shows_its_level_and_no_more(
    victim: User, level: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    learn(victim)
    planted = plant(victim)
    Share.objects.create(mailbox=victim.mailboxes.get(), level=level, by=victim)
    client, user = signed_in("seller")
    if level == "whole":
        share_standing(planted, user)
    seen: set[str] = set()
    leaks = []
    for address, answer in reading(client, planted.ids, live):
        assert answer.status_code < 500, address
        asked = address.partition("q=")[2].partition("&")[0]
        data = sent(answer)
        seen |= {word for word in found_in(data, shown) if word != asked}
        leaks += [(address, word) for word in found_in(data, hidden) if word != asked]
    assert leaks == []
    assert seen == set(shown)  # so that a page which shows nothing at all does not pass


def share_standing(planted: Planted, user: User) -> None:
    """What the job behind a new share makes: the standing in the new scope."""
    from sellwright.store.models import Standing

    scope = access.scope_of(user)
    row = Standing.objects.get(scope=access.scope_of(planted.victim))
    row.pk, row.scope = None, scope
    row.save(force_insert=True)


@pytest.mark.long
def test_a_share_with_another_team_shows_nothing(victim: User) -> None:
    planted = plant(victim)
    Share.objects.create(
        mailbox=victim.mailboxes.get(), level="whole", by=victim, team=Team.objects.create(name="North")
    )
    client, user = signed_in("seller")
    User.objects.filter(pk=user.pk).update(team=Team.objects.create(name="South"))
    leaks = []
    for address, answer in reading(client, planted.ids, live):
        asked = address.partition("q=")[2].partition("&")[0]
        words = [word for word in (*NAMES, *SUBJECTS, *TEXTS, *OWN) if word != asked]
        leaks += [(address, word) for word in found_in(sent(answer), words)]
    assert leaks == []


def test_the_one_it_belongs_to_sees_it(victim: User) -> None:
    """The other half of every test above: these words do stand on pages."""
    missing = {*NAMES, *SUBJECTS, *TEXTS, *OWN} - learn(victim) - planting.SHOWN_LATER
    assert missing == set()
