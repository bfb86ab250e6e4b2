"""Members, teams, sharing: who may, who then sees what, and back."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sellwright import access
from sellwright.access import NotAllowed
from sellwright.actions import entering, members, sharing
from sellwright.actions.refusing import Refused
from sellwright.jobs import mail_invitation, queue, smtp
from sellwright.store.models import EntryLink, LogEntry, Share, Team, User, Workspace
from tests.firm_rows import colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The jobs that were put in."""
    cache.clear()
    calls: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: calls.append((name, arguments)))
    return calls


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def ben(mira: User) -> User:
    return colleague("Ben")


def test_the_last_owner_stays_an_owner_and_stays(mira: User, ben: User) -> None:
    for deed in (
        lambda: members.set_role(by=mira, member=mira, role="seller"),
        lambda: members.close_access(by=mira, member=mira),
    ):
        with pytest.raises(Refused, match="only owner"):
            deed()
    members.set_role(by=mira, member=ben, role="owner")
    ben.refresh_from_db()
    members.close_access(by=ben, member=mira)
    with pytest.raises(Refused, match="only owner"):
        members.set_role(by=ben, member=ben, role="leader")
    mira.refresh_from_db()
    assert (mira.is_active, mira.role) == (False, "owner")


@pytest.mark.parametrize("role", ["leader", "seller", "operations", "builder", "reader"])
def test_only_owners_set_roles_and_close_access(mira: User, ben: User, role: str) -> None:
    other = colleague("Ola", role)
    for deed in (members.close_access, members.open_access):
        with pytest.raises(NotAllowed):
            deed(by=other, member=ben)
    with pytest.raises(NotAllowed):
        members.set_role(by=other, member=other, role="owner")


def test_closed_access_ends_a_session_at_once(mira: User, ben: User) -> None:
    browser = Client()
    browser.force_login(ben)
    assert browser.get("/settings/me").status_code == 200
    members.close_access(by=mira, member=ben)
    assert browser.get("/settings/me").headers["Location"].startswith("/account/login/")


def test_each_change_of_a_member_can_be_undone_while_it_stands(mira: User, ben: User) -> None:
    changed = members.set_role(by=mira, member=ben, role="reader")
    members.undo(by=mira, entry=changed)
    ben.refresh_from_db()
    assert ben.role == "seller"
    with pytest.raises(Refused, match="changed since"):
        members.undo(by=mira, entry=changed)
    members.undo(by=mira, entry=members.close_access(by=mira, member=ben))
    ben.refresh_from_db()
    assert ben.is_active


@pytest.mark.parametrize(
    ("level", "reads", "told"), [("nothing", 0, 0), ("happened", 0, 1), ("subject", 0, 1), ("whole", 1, 0)]
)
def test_what_each_level_shows(mira: User, ben: User, level: str, reads: int, told: int) -> None:
    ana = person("ana@lab.example", known_to=mira)
    letter(mira, ana, 5.0)
    sharing.share(by=mira, mailbox=mira.mailboxes.get(), team=None, level=level)
    assert access.messages(ben).count() == reads
    assert access.hidden_touches(ben, ana) == told
    assert [row.level for row in access.hidden_rows(ben, ana)] == [level] * told


def test_a_team_sees_what_is_shared_with_it_and_nobody_else(
    mira: User, ben: User, ordered: list[tuple[str, dict[str, Any]]]
) -> None:
    team = Team.objects.create(name="North")
    ola = colleague("Ola")
    ana = person("ana@lab.example", known_to=mira)
    letter(mira, ana, 5.0)
    members.set_team(by=mira, member=ben, team=team)
    sharing.share(by=mira, mailbox=mira.mailboxes.get(), team=team, level="whole")
    ben.refresh_from_db()
    assert (access.messages(ben).count(), access.messages(ola).count()) == (1, 0)
    assert ("stand_anew", {"key": f"scope {ben.scope_id}", "scope": ben.scope_id}) in ordered
    members.set_team(by=mira, member=ben, team=None)
    ben.refresh_from_db()
    assert access.messages(ben).count() == 0


def test_a_subject_shown_to_another_team_is_not_shown_to_me(mira: User, ben: User) -> None:
    ana = person("ana@lab.example", known_to=mira)
    letter(mira, ana, 5.0)
    north = Team.objects.create(name="North")
    sharing.share(by=mira, mailbox=mira.mailboxes.get(), team=north, level="subject")
    sharing.share(by=mira, mailbox=mira.mailboxes.get(), team=None, level="happened")
    assert [row.level for row in access.hidden_rows(ben, ana)] == ["happened"]
    members.set_team(by=mira, member=ben, team=north)
    ben.refresh_from_db()
    assert [row.level for row in access.hidden_rows(ben, ana)] == ["subject"]


def test_ending_a_team_ends_what_was_shared_with_it(mira: User, ben: User) -> None:
    team = members.make_team(by=mira, name="North")
    members.set_team(by=mira, member=ben, team=team)
    sharing.share(by=mira, mailbox=mira.mailboxes.get(), team=team, level="whole")
    ben.refresh_from_db()
    assert access.whole_mailboxes(ben).count() == 2
    members.drop_team(by=mira, team=team)
    ben.refresh_from_db()
    assert access.whole_mailboxes(ben).count() == 1
    assert access.scope_of(ben).mailboxes.count() == 1


def test_a_share_can_be_undone_while_it_stands(mira: User, ben: User) -> None:
    box = mira.mailboxes.get()
    entry = sharing.share(by=mira, mailbox=box, team=None, level="whole")
    sharing.undo(by=mira, entry=entry)
    assert not Share.objects.exists()
    first = sharing.share(by=mira, mailbox=box, team=None, level="happened")
    sharing.share(by=mira, mailbox=box, team=None, level="whole")
    with pytest.raises(Refused, match="changed since"):
        sharing.undo(by=mira, entry=first)
    with pytest.raises(NotAllowed):
        sharing.undo(by=ben, entry=first)


def test_nobody_shares_a_colleagues_mail_whatever_the_role(mira: User, ben: User) -> None:
    with pytest.raises(NotAllowed):
        sharing.share(by=mira, mailbox=ben.mailboxes.get(), team=None, level="whole")


def test_the_sentence_says_who_will_see_what(mira: User, ben: User) -> None:
    team = Team.objects.create(name="North")
    User.objects.filter(pk=ben.pk).update(team=team)
    colleague("Ola")
    numbers = sharing.audience(mira.mailboxes.get())
    assert numbers == {team.pk: 1, None: 2}
    assert sharing.told(team, "subject", numbers[team.pk]) == (
        "The team North (1 colleague) then sees with whom, when, and the subject. Not the text."
    )
    assert sharing.told(None, "whole", numbers[None]).startswith("Everybody here (2 colleagues) then reads all of it")


def test_sharing_by_the_page_answers_with_that_sentence_and_an_undo(client: Client, mira: User, ben: User) -> None:
    client.force_login(mira)
    box = mira.mailboxes.get()
    answer = client.post(f"/mailboxes/{box.public_id}/share", {"team": "", "level": "subject"}, follow=True)
    message = next(iter(answer.context["messages"]))
    assert "Not the text" in message.message
    client.post(message.extra_tags)
    assert not Share.objects.exists()


def test_an_invitations_link_is_shown_once(client: Client, mira: User) -> None:
    client.force_login(mira)
    answer = client.post("/members/invite", {"email": "ola@kestrel.example", "role": "reader"})
    page = answer.content.decode()
    token = page.partition("/in/")[2].partition("<")[0]
    assert len(token) >= 43
    again = client.get("/members").content.decode()
    assert token not in again
    assert "ola@kestrel.example" in again
    assert answer.headers["Cache-Control"] == "private, no-cache"
    client.post(f"/members/invitations/{EntryLink.objects.get().pk}/withdraw")
    assert not EntryLink.objects.exists()


def test_what_is_wrong_with_an_invitation_stands_by_its_field(client: Client, mira: User, ben: User) -> None:
    client.force_login(mira)
    answer = client.post("/members/invite", {"email": ben.email, "role": "reader"})
    assert answer.status_code == 422
    assert "member already" in answer.content.decode().partition('id="id_email_error">')[2].partition("</p>")[0]


def test_the_log_tells_the_deed_but_not_a_colleagues_values(client: Client, mira: User, ben: User) -> None:
    ana = person("ana@lab.example", "Ana")
    LogEntry.objects.create(
        by=ben, deed="note", thing="event", thing_id="x", person=ana, after={"text": "veiled words"}
    )
    LogEntry.objects.create(by=mira, deed="set_role", thing="user", thing_id="x", after={"role": "plain words"})
    client.force_login(mira)
    page = client.get("/log").content.decode()
    assert "plain words" in page
    assert "veiled words" not in page
    client.force_login(ben)
    page = client.get("/log").content.decode()
    assert "veiled words" in page
    assert "plain words" not in page


def test_values_about_a_person_can_be_erased(mira: User) -> None:
    from sellwright.actions import log

    ana, eva = person("ana@lab.example", "Ana"), person("eva@lab.example", "Eva")
    log.write(mira, "rename_person", ana, before={"name": "A"}, after={"name": "Ana"})
    log.write(mira, "note", mira, person=ana, after={"text": "about Ana"})
    log.write(mira, "note", mira, person=eva, after={"text": "about Eva"})
    assert log.erase_values(ana) == 2
    assert [(e.deed, e.before, e.after) for e in LogEntry.objects.order_by("pk")] == [
        ("rename_person", {}, {}), ("note", {}, {}), ("note", {}, {"text": "about Eva"}),
    ]  # fmt: skip


def test_several_are_invited_at_once_and_each_gets_a_link(mira: User, client: Client) -> None:
    client.force_login(mira)
    typed = "Ana@lab.example, ben@lab.example;\n<cleo@lab.example>  ana@lab.example"
    page = client.post("/members/invite", {"email": typed, "role": "seller"}).content.decode()
    assert {link.invited_email for link in EntryLink.objects.all()} == {
        "ana@lab.example", "ben@lab.example", "cleo@lab.example",
    }  # fmt: skip
    assert page.count("http://testserver/in/") == 3 and page.count("data-copies") == 3
    assert "It opens on this machine only." in page
    wrong = client.post("/members/invite", {"email": "dora@lab.example, nonsense", "role": "seller"})
    assert wrong.status_code == 422 and "nonsense is no e-mail address." in wrong.content.decode()
    assert not EntryLink.objects.filter(invited_email="dora@lab.example").exists()


def test_one_who_is_a_member_does_not_stop_the_others(mira: User, ben: User, client: Client) -> None:
    client.force_login(mira)
    answer = client.post("/members/invite", {"email": f"{ben.email} new@lab.example", "role": "seller"})
    words = answer.content.decode()
    assert answer.status_code == 422 and f"{ben.email}: This address belongs to a member already." in words
    assert words.count("http://testserver/in/") == 1


def test_a_new_link_ends_the_old_one(mira: User, client: Client) -> None:
    client.force_login(mira)
    team = Team.objects.create(name="North")
    first = client.post(
        "/members/invite", {"email": "ana@lab.example", "role": "reader", "team": team.public_id}
    ).context["made"]
    row = EntryLink.objects.get()
    second = client.post(f"/members/invitations/{row.pk}/renew").context["made"]
    assert first[0]["url"] != second[0]["url"]
    row = EntryLink.objects.get()
    assert (row.invited_email, row.role, row.team) == ("ana@lab.example", "reader", team)
    assert entering.find(first[0]["url"].rpartition("/")[2]) is None
    assert Client().get(second[0]["url"]).status_code == 200


def test_with_a_mail_server_the_invitation_is_mailed_and_its_link_lies_sealed(
    mira: User,
    client: Client,
    ordered: list[tuple[str, dict[str, Any]]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.PUBLIC_URL = "https://sales.firm.example"
    house = Workspace.objects.get()
    house.is_demo, house.mail_server = False, {
        "host": "smtp.firm.example", "port": 587, "security": "starttls", "user": "", "from": "house@firm.example",
    }  # fmt: skip
    house.save()
    client.force_login(mira)
    made = client.post("/members/invite", {"email": "ana@lab.example", "role": "seller"}).context["made"]
    assert made[0]["is_mailed"] and made[0]["url"].startswith("https://sales.firm.example/in/")
    ((name, arguments),) = [one for one in ordered if one[0] == "mail_invitation"]
    assert "/in/" not in str(arguments)
    sent: list[EmailMessage] = []
    monkeypatch.setattr(smtp, "send", lambda server, mail: sent.append(mail))
    arguments.pop("key")
    mail_invitation.mail_invitation(**arguments)
    assert sent[0]["To"] == "ana@lab.example" and made[0]["url"] in sent[0].get_content()
    entering.withdraw(by=mira, link=EntryLink.objects.get())
    mail_invitation.mail_invitation(**arguments)
    assert (name, len(sent)) == ("mail_invitation", 1)
