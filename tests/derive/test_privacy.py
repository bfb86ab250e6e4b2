"""Two members, two mailboxes, the same people outside: nothing made for one shows the other's mail, until it is shared
whole; and no longer once it is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sellwright import access
from sellwright.actions import sharing
from sellwright.derive import settling
from sellwright.jobs import taking_in
from sellwright.store import briefs, clock, days, dirty, search, values
from sellwright.store.models import Dirty, Event, Mailbox, Message, Person, Place, Share, Standing, User
from tests.derive import posts
from tests.derive.posts import ME, NOW, mail, mbox, take_in

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = "jo.petri@kestrel.example"
ANA = "Ana Ruiz <ana.ruiz@lab.example>"
SECRET = "Which mezzanine should we rent for the brewery?\nI will send you the lease by Friday.\n"


@pytest.fixture
def two(tmp_path: Path) -> tuple[User, User]:
    """Mira wrote with Ana about sensors, Jo about a mezzanine; Bo wrote to Jo alone."""
    posts.workspace()
    mira, jo = posts.mailbox(), posts.mailbox(OTHER)
    day = timedelta(days=1)
    plain = [mail(ANA, f"Mira Holt <{ME}>", NOW - 3 * day, "Can the sensors stand in salt water?\n", id="a1@lab"),
             mail(f"Mira Holt <{ME}>", ANA, NOW - 2 * day, "They can. How many do you need?\n", id="a2@k",
                  subject="Re: Sensors", answers=["a1@lab"])]  # fmt: skip
    hidden = [mail(ANA, f"Jo Petri <{OTHER}>", NOW - day, SECRET, id="b1@lab", subject="Mezzanine"),
              mail("Bo Lund <bo.lund@lab.example>", f"Jo Petri <{OTHER}>", NOW - day, SECRET, id="b2@lab",
                   subject="Mezzanine, too")]  # fmt: skip
    take_in(mbox(tmp_path / "a.mbox", plain), mira)
    take_in(mbox(tmp_path / "b.mbox", hidden), jo)
    return mira.owner, jo.owner


_TOLD = [field.attname for field in Standing._meta.fields if field.attname != "id"]


def seen_by(user: User) -> str:
    """Every word that the engine makes for somebody."""
    user = User.objects.get(pk=user.pk)
    scope, workspace = access.scope_of(user), posts.workspace()
    settings, moment = values.settings_of(workspace), clock.moment(workspace, user)
    told = [str(row) for row in Standing.objects.filter(scope=scope).values(*_TOLD)]  # row ids differ in length
    told += [row.look for row in Place.objects.filter(user=user)] + [str(days.day(user, workspace, 8.0))]
    told += [str(briefs.make(person, scope, moment, settings)) for person in access.people(user)]
    told += [str(search.mail(scope, word)) for word in ("mezzanine", "sensors", "lease", "brewery")]
    told += [str(search.names(scope, word)) for word in ("ana", "bo", "lab")]
    told += [str(letter) for person in Person.objects.all() for letter in values.letters_with(person, scope, 9e9)]
    told += [touch.ref for touch in access.touches(user)]
    return "\n".join(told)


def test_what_is_made_for_one_holds_nothing_of_the_others_mail(two: tuple[User, User]) -> None:
    mira, jo = two
    hidden = set(Message.objects.filter(subject__startswith="Mezzanine").values_list("mid", flat=True))
    shown = seen_by(mira)
    assert "salt water" in shown
    for word in ("ezzanine", "brewery", "lease", "Bo Lund", "bo.lund", *hidden):
        assert word not in shown, word
    assert not access.people(mira).filter(key="bo.lund@lab.example").exists()
    assert "brewery" in seen_by(jo) and "salt water" not in seen_by(jo)


def test_shared_whole_it_counts_and_unshared_it_is_gone(two: tuple[User, User]) -> None:
    mira, jo = two
    private = seen_by(mira)
    box = jo.mailboxes.get()
    sharing.share(by=jo, mailbox=box, team=None, level="whole")
    taking_in.stand_anew(scope=User.objects.get(pk=mira.pk).scope_id)
    assert "brewery" in seen_by(mira) and "Bo Lund" in seen_by(mira)
    assert Standing.objects.get(scope__users=mira, person__key="ana.ruiz@lab.example").theirs == 2
    sharing.share(by=jo, mailbox=box, team=None, level="subject")  # people are told of; no word of it
    assert not Place.objects.filter(user=mira).exists()  # at once, before any job makes them anew
    settling.settle()
    for word in ("brewery", "lease"):
        assert word not in seen_by(mira), word
    sharing.share(by=jo, mailbox=box, team=None, level="nothing")
    settling.settle()
    for word in ("brewery", "lease", "Bo Lund"):
        assert word not in seen_by(mira), word
    assert "salt water" in seen_by(mira) and len(seen_by(mira)) == len(private)


def test_a_blind_copy_is_told_to_nobody_named_in_it(tmp_path: Path) -> None:
    posts.workspace()
    mira, jo = posts.mailbox(), posts.mailbox(OTHER)
    letter = mail(ANA, f"Mira Holt <{ME}>", NOW - timedelta(days=1), SECRET, id="c@lab", cc=f"Jo Petri <{OTHER}>")
    take_in(mbox(tmp_path / "a.mbox", [letter]), mira)
    settling.settle()
    assert "brewery" in seen_by(mira.owner)
    assert "brewery" not in seen_by(jo.owner) and "lab.example" not in seen_by(jo.owner)
    take_in(mbox(tmp_path / "a.mbox", [letter]), jo)  # and once it lies in theirs too, it is
    assert "brewery" in seen_by(jo.owner)
    assert Message.objects.count() == 1


def test_a_page_opened_before_the_job_forgets_nobody(two: tuple[User, User], tmp_path: Path) -> None:
    """A new mailbox is a new scope: whoever looks first makes it, and all older standings must follow it."""
    mira, _ = two
    second = Mailbox.objects.create(owner=mira, title="Second", addresses=[])
    access.scope_of(User.objects.get(pk=mira.pk))  # a page was opened
    late = mail("Dov Katz <dov@mill.example>", f"Mira Holt <{ME}>", NOW - timedelta(days=4), "And now?\n", id="d@mill")
    take_in(mbox(tmp_path / "c.mbox", [late]), second)
    keys = set(access.people(User.objects.get(pk=mira.pk)).values_list("key", flat=True))
    assert keys == {"ana.ruiz@lab.example", "dov@mill.example"}


def test_a_scope_that_changed_without_mail_is_worked_off_by_the_timetable(two: tuple[User, User]) -> None:
    mira, jo = two
    before = Standing.objects.filter(scope__users=mira).count()
    Share.objects.create(mailbox=jo.mailboxes.get(), level="whole", by=jo)
    access.scope_of(User.objects.get(pk=mira.pk))
    assert Dirty.objects.filter(kind="scope").exists()
    settling.settle()
    assert Standing.objects.filter(scope__users=mira).count() == before + 1  # Bo wrote to Jo alone


def test_a_new_day_makes_anew_what_depends_on_it(two: tuple[User, User]) -> None:
    assert settling.new_day() == 0
    workspace = posts.workspace()
    workspace.frozen_at = (NOW + timedelta(days=3)).timestamp()
    workspace.save()
    assert settling.new_day() == 2
    settling.settle()
    assert settling.new_day() == 0
    dates = set(Place.objects.values_list("on_date", flat=True))
    assert dates == {(NOW + timedelta(days=3)).date()}


def test_a_reply_changes_today_and_only_whom_it_touches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = posts.workspace()
    letters = posts.talks(25)
    file = mbox(tmp_path / "a.mbox", letters)
    take_in(file)
    user = User.objects.get(email=ME)
    before = {row.person_id: row.computed_at for row in Standing.objects.all()}
    assert len(before) > 6
    waiting = "Does the glass one hold in the freezer of ours as well?"
    reply = mail(
        "Ana Ruiz <ana.ruiz@lab.example>", f"Mira Holt <{ME}>", NOW - timedelta(hours=2), waiting, id="new@lab"
    )
    mbox(file, [*letters, reply])
    workspace.frozen_at = (NOW + timedelta(minutes=5)).timestamp()
    workspace.save()
    days_before = str(days.day(user, workspace, 8.0))
    made: list[int] = []
    stand = settling.standings.stand
    monkeypatch.setattr(settling.standings, "stand", lambda refs, *rest: (made.extend(refs), stand(refs, *rest)))
    take_in(file)
    ana = Person.objects.get(addresses__email="ana.ruiz@lab.example")
    assert made == [ana.pk]
    changed = {row.person_id for row in Standing.objects.all() if row.computed_at != before.get(row.person_id)}
    assert changed == {ana.pk}
    assert waiting not in days_before and waiting in str(days.day(user, workspace, 8.0))


def test_the_same_meeting_in_two_calendars_is_told_to_both(two: tuple[User, User], tmp_path: Path) -> None:
    calendar = tmp_path / "a.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@k\r\nDTSTART:20260520T100000Z\r\n"
        "DTEND:20260520T110000Z\r\nSUMMARY:Visit\r\nORGANIZER:mailto:mira.holt@kestrel.example\r\n"
        "ATTENDEE:mailto:ana.ruiz@lab.example\r\nATTENDEE:mailto:jo.petri@kestrel.example\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n",
        encoding="utf-8",
    )
    for user in two:
        row = take_in(calendar, user.mailboxes.get())
        assert row.state == "done"
    assert Event.objects.count() == 1
    dirty.mark_people([])
