"""Connecting, choosing, pausing, leaving: who may, what is written, and that no secret is told to anybody."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sellwright.access import NotAllowed
from sellwright.actions import accounts, intakes, outside
from sellwright.actions.accounts import Choice, Connection, Shown
from sellwright.actions.refusing import Refused
from sellwright.jobs import exporting, queue, taking_in
from sellwright.outbound import Reach
from sellwright.store import intakes as counted
from sellwright.store import sealed
from sellwright.store.models import Account, Intake, Item, LogEntry, Mailbox, Message, Share, Sighting, User, Workspace
from tests.firm_rows import NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
PLANTED = "hunter2-wallaby-secret"
FOLDERS = (
    Shown("INBOX", "Inbox", "inbox", True, 12), Shown("Gesendet", "Gesendet", "sent", True, 3),
    Shown("Spam", "Spam", "junk", False, 99),
)  # fmt: skip
CHOICE = Choice(frozenset({"INBOX", "Gesendet"}), date(2024, 11, 22), ("bank.example",))


@pytest.fixture(autouse=True)
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The jobs that were put in."""
    calls: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: calls.append((name, arguments)))
    return calls


@pytest.fixture
def house() -> Workspace:
    return workspace()


@pytest.fixture
def mira(house: Workspace) -> User:
    return colleague("Mira", "owner")


@pytest.fixture
def ben(house: Workspace) -> User:
    return colleague("Ben", "leader")


def made(host: str = "imap.kestrel.example", address: str = "mira@kestrel.example") -> Connection:
    where = {"host": host, "port": 993, "security": "tls", "user": address}
    return Connection("imap", address, where, {"password": PLANTED})


def connected(by: User, **more: Any) -> Account:
    return accounts.connect(by=by, made=made(**more), shown=FOLDERS)


def begun(by: User) -> Account:
    account = connected(by)
    accounts.start(by=by, account=account, choice=CHOICE)
    account.refresh_from_db()
    return account


def test_nothing_is_read_before_somebody_said_what(mira: User) -> None:
    account = connected(mira)
    assert account.paused_at is not None
    assert not accounts.is_begun(account)
    assert not Intake.objects.filter(state="live").exists()
    assert account.mailbox == mira.mailboxes.get()  # the one that has this address
    assert [(one.name, one.is_read, one.on_server) for one in account.folders.order_by("pk")] == [
        ("INBOX", True, 12), ("Gesendet", True, 3), ("Spam", False, 99),
    ]  # fmt: skip
    with pytest.raises(Refused):
        accounts.resume(by=mira, account=account)


def test_begun_it_has_an_account_for_each_folder_that_is_read(mira: User) -> None:
    account = begun(mira)
    assert account.paused_at is None
    assert account.since == date(2024, 11, 22)
    rows = list(account.folders.order_by("pk"))
    assert [(row.is_read, row.intake is not None) for row in rows] == [(True, True), (True, True), (False, False)]
    intake = rows[0].intake
    assert intake is not None
    assert (intake.state, intake.mailbox, intake.by, intake.name) == ("live", account.mailbox, mira, "Inbox")
    assert Mailbox.objects.get(pk=account.mailbox_id).never == ["bank.example"]
    assert not Share.objects.exists()  # nobody else sees it unless asked for


def test_what_is_read_can_be_changed_and_older_mail_asked_for(mira: User) -> None:
    account = begun(mira)
    Account.objects.filter(pk=account.pk).update(asked_at=None)
    accounts.change(by=mira, account=account, choice=Choice(frozenset({"INBOX", "Spam"}), None, ()))
    account.refresh_from_db()
    assert account.since is None
    assert account.asked_at is not None  # older mail is found by comparing
    assert {one.name: one.is_read for one in account.folders.all()} == {"INBOX": True, "Gesendet": False, "Spam": True}
    with pytest.raises(Refused):
        accounts.change(by=mira, account=account, choice=Choice(frozenset({"nowhere"}), None, ()))


def test_the_same_account_is_not_connected_twice_and_another_box_is_made_for_another_address(mira: User) -> None:
    first = connected(mira)
    with pytest.raises(Refused):
        connected(mira)
    other = connected(mira, address="info@kestrel.example")
    assert other.mailbox != first.mailbox
    assert (other.mailbox.title, other.mailbox.addresses) == ("info@kestrel.example", ["info@kestrel.example"])


def test_shared_on_the_way_only_when_asked(mira: User) -> None:
    account = connected(mira)
    accounts.start(by=mira, account=account, choice=CHOICE, level="subject", addresses="m@kestrel.example")
    share = Share.objects.get()
    assert (share.mailbox, share.level, share.team) == (account.mailbox, "subject", None)
    assert Mailbox.objects.get(pk=account.mailbox_id).addresses == ["m@kestrel.example", "mira@kestrel.example"]


@pytest.mark.parametrize("deed", ["start", "change", "pause", "resume", "verify", "read_again", "renew", "disconnect"])
def test_nobody_but_the_owner_of_the_mailbox(mira: User, ben: User, deed: str) -> None:
    account = begun(mira)
    held = Account.objects.values().get()
    more: dict[str, dict[str, Any]] = {
        "start": {"choice": CHOICE}, "change": {"choice": CHOICE}, "renew": {"secret": {"password": "x"}},
        "disconnect": {"erase": True},
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        getattr(accounts, deed)(by=ben, account=account, **more.get(deed, {}))
    assert Account.objects.values().get() == held
    with pytest.raises(NotAllowed):
        accounts.export(by=ben, mailbox=account.mailbox)
    with pytest.raises(NotAllowed):
        accounts.connect(by=ben, made=made(), shown=(), mailbox=account.mailbox)


def test_who_may_not_add_mail_connects_nothing(house: Workspace) -> None:
    with pytest.raises(NotAllowed):
        connected(colleague("Ray", "reader"))
    assert not Account.objects.exists()


def test_secrets_are_sealed_and_told_to_nobody(mira: User, ordered: list[Any]) -> None:
    account = begun(mira)
    accounts.renew(by=mira, account=account, secret={"password": PLANTED + "-new"})
    accounts.verify(by=mira, account=account)
    accounts.export(by=mira, mailbox=account.mailbox)
    account.refresh_from_db()
    assert json.loads(sealed.unseal(account.secret)) == {"password": PLANTED + "-new"}
    everything = str([list(model.objects.values()) for model in (Account, Mailbox, Intake, LogEntry)]) + str(ordered)
    assert PLANTED not in everything
    assert "mira@kestrel.example" not in str(list(LogEntry.objects.values("before", "after")))
    assert PLANTED not in repr(account) + str(account) + str(made().where)


def test_a_new_password_forgets_what_was_wrong(mira: User) -> None:
    account = begun(mira)
    Account.objects.filter(pk=account.pk).update(
        trouble="sign_in", error="The mail server does not take this password.", failures=4, again_at=timezone.now()
    )
    accounts.renew(by=mira, account=account, secret={"password": "y"})
    account.refresh_from_db()
    assert (account.trouble, account.error, account.failures, account.again_at) == ("", "", 0, None)


def test_failed_ones_are_read_again_at_once(mira: User) -> None:
    account = begun(mira)
    intake = account.folders.get(name="INBOX").intake
    later = timezone.now() + timedelta(days=1)
    for path, outcome in (("1/1", "failed"), ("1/2", "skipped")):
        Item.objects.create(intake=intake, path=path, size=1, outcome=outcome, again_at=later)
    accounts.read_again(by=mira, account=account)
    assert Item.objects.get(path="1/1").again_at < timezone.now() + timedelta(minutes=1)  # type: ignore[operator]
    assert Item.objects.get(path="1/2").again_at == later


def filled(by: User) -> tuple[Account, Message, Message]:
    """An account with two letters stored; a colleague's mailbox shows the second one too."""
    account = begun(by)
    intake = account.folders.get(name="INBOX").intake
    assert intake is not None
    ana = person("ana@lab.example", "Ana", known_to=by)
    rows = letter(by, ana, NOW), letter(by, ana, NOW - 60)
    for number, row in enumerate(rows):
        Sighting.objects.filter(message=row).update(intake=intake)
        Item.objects.create(intake=intake, path=f"7/{number}", size=9, outcome="stored", detail=row.mid)
    Intake.objects.filter(name="test").delete()
    other = colleague("Cleo")
    theirs = Intake.objects.create(mailbox=other.mailboxes.get(), name="hers", path="", state="done")
    Sighting.objects.create(message=rows[1], mailbox=theirs.mailbox, intake=theirs)
    return account, *rows


def test_left_and_kept_it_is_a_file_that_was_read(mira: User, ordered: list[Any]) -> None:
    account, *_rows = filled(mira)
    accounts.disconnect(by=mira, account=account, erase=False)
    assert not Account.objects.exists()
    kept = Intake.objects.get(mailbox__owner=mira)  # the empty folder's account went
    assert (kept.state, kept.name, kept.ended_at is not None) == ("done", "Inbox", True)
    assert (Message.objects.count(), kept.items.count(), ordered) == (2, 2, [])


def test_left_and_erased_only_what_a_colleague_shows_too_stays(mira: User, ordered: list[Any]) -> None:
    account, _mine, both = filled(mira)
    live = list(Intake.objects.filter(folder__account=account))
    assert counted.leaving(*live) == counted.Leaving(goes=1, stays=1, events=0)
    exporting.ask(account.mailbox.public_id, timezone.now())
    accounts.disconnect(by=mira, account=account, erase=True)
    assert not Account.objects.exists()
    assert exporting.state_of(account.mailbox.public_id) is None
    [(name, arguments)] = ordered
    assert name == "undo_intake"
    taking_in.undo_intake(intake=arguments["intake"])
    assert list(Message.objects.all()) == [both]
    assert not Sighting.objects.filter(mailbox__owner=mira).exists()


def test_what_was_left_out_is_looked_at_anew_when_the_choice_changes(mira: User) -> None:
    account = begun(mira)
    for choice, again in ((CHOICE, False), (Choice(CHOICE.folders, CHOICE.since, ()), True)):
        Account.objects.update(asked_at=None)
        accounts.change(by=mira, account=account, choice=choice)
        assert (Account.objects.get().asked_at is not None) is again


def test_a_mailbox_nothing_ever_came_into_goes_with_its_account(mira: User) -> None:
    account = connected(mira, address="info@kestrel.example")
    accounts.disconnect(by=mira, account=account, erase=False)
    assert not Mailbox.objects.filter(title="info@kestrel.example").exists()


def test_a_folder_that_is_read_live_is_not_undone_by_itself_and_goes_with_its_mailbox(
    mira: User, ordered: list[Any]
) -> None:
    account, *_rows = filled(mira)
    live = Intake.objects.filter(folder__account=account, items__isnull=False).first()
    assert live is not None
    with pytest.raises(Refused):
        intakes.undo(by=mira, intake=live)
    intakes.forget_mailbox(by=mira, mailbox=account.mailbox)
    assert not Account.objects.exists()
    assert {arguments["intake"] for _name, arguments in ordered} >= {live.public_id}
    live.refresh_from_db()
    assert live.state == "undoing"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anna@home.org\n@Bank.com", ("anna@home.org", "bank.com")),
        ("  *.bank.com; bank.com, Dr@Praxis.de ", ("bank.com", "dr@praxis.de")),
        ("", ()),
    ],
)
def test_who_is_never_captured_as_typed(typed: str, kept: tuple[str, ...]) -> None:
    assert accounts.read_never(typed) == kept


@pytest.mark.parametrize("typed", ["anna", "a@b", "a@@", "x" * 300 + ".de", "\0"])
def test_what_is_neither_address_nor_domain_is_said(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        accounts.read_never(typed)
    assert refused.value.field == "never"


def test_more_than_anybody_has_is_refused() -> None:
    with pytest.raises(Refused):
        accounts.read_never("\n".join(f"a{n}@b.example" for n in range(accounts.NEVER_MOST + 1)))


class TestOutside:
    """What an owner allows towards other machines."""

    def test_a_private_network_is_allowed_and_no_more(self, mira: User, house: Workspace) -> None:
        for given, kept in (("192.168.1.20", "192.168.1.20"), (" 10.1.2.3/16 ", "10.1.0.0/16"), ("::1", "::1")):
            outside.allow_network(by=mira, workspace=house, given=given)
            house.refresh_from_db()
            assert kept in house.reach
        Reach.of(house.reach)
        outside.forbid_network(by=mira, workspace=house, network="10.1.0.0/16")
        house.refresh_from_db()
        assert house.reach == ["192.168.1.20", "::1"]

    @pytest.mark.parametrize(
        "given", ["", "firm.local", "0.0.0.0/0", "8.8.8.8", "10.0.0.0/4", "169.254.169.254", "::/0"]
    )
    def test_what_is_no_private_network_is_not(self, mira: User, house: Workspace, given: str) -> None:
        with pytest.raises(Refused):
            outside.allow_network(by=mira, workspace=house, given=given)
        house.refresh_from_db()
        assert house.reach == []

    def test_owners_only(self, house: Workspace) -> None:
        for role in ("leader", "operations", "seller", "builder", "reader"):
            with pytest.raises(NotAllowed):
                outside.allow_network(by=colleague(role, role), workspace=house, given="10.0.0.1")
            with pytest.raises(NotAllowed):
                outside.set_app(
                    by=User.objects.get(name=role), workspace=house, which="google", client_id="x", secret="y"
                )

    def test_a_registration_keeps_its_secret_sealed(self, mira: User, house: Workspace) -> None:
        ours = "1.apps.googleusercontent.com"
        outside.set_app(by=mira, workspace=house, which="google", client_id=ours, secret=PLANTED)
        outside.set_app(by=mira, workspace=house, which="microsoft", client_id="abc", secret="other", tenant="")
        outside.set_app(by=mira, workspace=house, which="google", client_id=ours, secret="")  # kept as it is
        house.refresh_from_db()
        assert house.apps == {"google": {"client_id": ours}, "microsoft": {"client_id": "abc", "tenant": "common"}}
        assert outside.app_secrets(house) == {"google": PLANTED, "microsoft": "other"}
        assert PLANTED not in house.apps_secret + str(list(LogEntry.objects.values()))
        outside.drop_app(by=mira, workspace=house, which="google")
        house.refresh_from_db()
        assert (set(house.apps), outside.app_secrets(house)) == ({"microsoft"}, {"microsoft": "other"})

    @pytest.mark.parametrize(
        ("which", "client_id", "secret", "tenant"),
        [
            ("google", "abc", "s", ""), ("google", "2.apps.googleusercontent.com", "", ""), ("microsoft", "", "s", ""),
            ("microsoft", "a", "s", "a/b"), ("other", "a", "s", ""),
        ],
    )  # fmt: skip
    def test_what_is_no_registration(
        self, mira: User, house: Workspace, which: str, client_id: str, secret: str, tenant: str
    ) -> None:
        with pytest.raises(Refused):
            outside.set_app(by=mira, workspace=house, which=which, client_id=client_id, secret=secret, tenant=tenant)
