"""An inbox of several people: on everybody's day until one claims it; an answer of any member counts, whichever mailbox
it was written from; who is taken out keeps nothing of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sellwright import access
from sellwright.access import NotAllowed
from sellwright.actions import claims, desks, members, sharing
from sellwright.actions.refusing import Refused
from sellwright.derive import settling
from sellwright.jobs import taking_in
from sellwright.store import clock, days
from sellwright.store.desks import members as members_of
from sellwright.store.models import Claim, Item, Mailbox, Message, Person, Share, Sighting, Team, User
from tests.derive import posts
from tests.derive.posts import NOW, mail, mbox, take_in

pytestmark = pytest.mark.django_db(transaction=True)
SALES, MIRA, BEN, LEA = "sales@kestrel.example", "mira@kestrel.example", "ben@kestrel.example", "lea@kestrel.example"
ANA, BO = "Ana Ruiz <ana.ruiz@lab.example>", "Bo Lund <bo.lund@mill.example>"
HOUR = timedelta(hours=1)
ASKED = "We would like to order twelve of your sensors for our cellar. What is your price for one?\n"
OTHER = "I saw your loggers at the fair. Please send me a quote for our three dairies.\n"


class House:
    """Mira owns sales@, where Ana and Bo wrote; Ben is let in, Lea is not."""

    def __init__(self, tmp_path: Path) -> None:
        posts.workspace()
        self.folder = tmp_path
        self.boxes = {one: posts.mailbox(one) for one in (MIRA, BEN, LEA)}
        self.mira, self.ben, self.lea = (self.boxes[one].owner for one in (MIRA, BEN, LEA))
        self.desk = Mailbox.objects.create(owner=self.mira, title="Sales", addresses=[SALES])
        desks.open_desk(by=self.mira, mailbox=self.desk)
        desks.let_in(by=self.mira, mailbox=self.desk, who=self.ben)
        self.bring(self.desk, mail(ANA, f"Sales <{SALES}>", NOW - 3 * HOUR, ASKED, id="ana@lab"),
                   mail(BO, f"Sales <{SALES}>", NOW - 2 * HOUR, OTHER, id="bo@mill", subject="Prices"))  # fmt: skip

    def bring(self, box: Mailbox, *mails: bytes) -> None:
        """Mail into a mailbox, all derived, everybody's scope looked up."""
        take_in(mbox(self.folder / f"{box.pk}-{Item.objects.count()}.mbox", list(mails)), box)
        self.settle()

    def settle(self) -> None:
        for user in User.objects.filter(is_active=True):
            access.scope_of(user)
        taking_in.stand_anew()
        settling.settle()

    def day(self, user: User) -> dict[str, set[str]]:
        """Who stands in which lane of somebody's day."""
        user, workspace = User.objects.get(pk=user.pk), posts.workspace()
        access.scope_of(user)
        found = days.day(user, workspace, 8.0)
        assert clock.now(workspace)
        return {lane.lane: {entry.person.name for entry in lane.entries} for lane in found.lanes if lane.entries}

    def waiting(self, user: User) -> set[str]:
        return self.day(user).get("waiting on you", set())

    def person(self, name: str) -> Person:
        return Person.objects.get(name=name)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_comes_in_stands_on_every_members_day_and_on_nobody_elses(house: House) -> None:
    assert house.waiting(house.mira) == house.waiting(house.ben) == {"Ana Ruiz", "Bo Lund"}
    assert house.day(house.lea) == {}
    assert not access.people(house.lea).exists()


def test_who_claims_has_it_alone_until_they_let_go(house: House) -> None:
    now = NOW.timestamp()
    claims.claim(by=house.ben, person=house.person("Ana Ruiz"), now=now)
    settling.settle()
    assert house.waiting(house.ben) == {"Ana Ruiz", "Bo Lund"}
    assert house.waiting(house.mira) == {"Bo Lund"}
    with pytest.raises(Refused):
        claims.claim(by=house.mira, person=house.person("Ana Ruiz"), now=now)
    claims.release(by=house.ben, person=house.person("Ana Ruiz"))
    settling.settle()
    assert house.waiting(house.mira) == {"Ana Ruiz", "Bo Lund"}


def test_an_answer_from_a_members_own_mailbox_counts_for_all_and_what_follows_beside_it_stays_theirs(
    house: House,
) -> None:
    own = house.boxes[BEN]
    house.bring(own, mail(f"Ben <{BEN}>", ANA, NOW - HOUR, "They cost 40 each, and we can send them in June.\n",
                          id="ben1@k", subject="Re: Sensors", answers=["ana@lab"]))  # fmt: skip
    assert house.waiting(house.mira) == house.waiting(house.ben) == {"Bo Lund"}
    answer = Message.objects.get(message_id="ben1@k")
    assert access.messages(User.objects.get(pk=house.mira.pk)).filter(pk=answer.pk).exists()
    house.bring(own, mail(ANA, f"Ben <{BEN}>", NOW - HOUR / 2, "Thank you. Could we meet on Monday, the two of us?\n",
                          id="ana2@lab", subject="Re: Sensors", answers=["ana@lab", "ben1@k"]),
                mail(f"Ben <{BEN}>", ANA, NOW - HOUR / 3, "Monday suits me well, at ten in your office.\n",
                     id="ben2@k", subject="Re: Sensors", answers=["ana@lab", "ben1@k", "ana2@lab"]))  # fmt: skip
    seen = access.messages(User.objects.get(pk=house.mira.pk)).values_list("message_id", flat=True)
    assert set(seen) == {"ana@lab", "bo@mill", "ben1@k"}
    items = Item.objects.filter(intake__mailbox=house.desk, intake__path="answers")
    assert [(one.outcome, one.detail) for one in items] == [("stored", answer.mid)]
    settling.settle()
    assert Sighting.objects.filter(message=answer).count() == 2


def test_an_answer_read_before_the_letter_and_one_of_somebody_outside_the_inbox(house: House) -> None:
    early = mail(f"Ben <{BEN}>", "Cleo Marsh <cleo@dairy.example>", NOW - HOUR, "We have ten left for you in June.\n",
                 id="ben9@k", subject="Re: Left", answers=["cleo@dairy"])  # fmt: skip
    house.bring(house.boxes[BEN], early)
    assert "Cleo Marsh" not in str(house.day(house.mira))
    house.bring(house.desk, mail("Cleo Marsh <cleo@dairy.example>", f"Sales <{SALES}>", NOW - 2 * HOUR,
                                 "How many of them do you have left?\n", id="cleo@dairy", subject="Left"))  # fmt: skip
    assert "Cleo Marsh" not in house.waiting(house.mira)
    house.bring(house.boxes[LEA], mail(f"Lea <{LEA}>", BO, NOW - HOUR, "I can tell you all about the prices.\n",
                                       id="lea@k", subject="Re: Prices", answers=["bo@mill"]))  # fmt: skip
    assert "Bo Lund" in house.waiting(house.mira)
    assert not Sighting.objects.filter(message__message_id="lea@k", mailbox=house.desk).exists()


def test_who_is_taken_out_keeps_nothing_and_whom_they_answered_is_free(house: House) -> None:
    claims.claim(by=house.ben, person=house.person("Ana Ruiz"), now=NOW.timestamp())
    settling.settle()
    assert house.waiting(house.mira) == {"Bo Lund"}
    entry = desks.let_out(by=house.mira, mailbox=house.desk, who=house.ben)
    ben = User.objects.get(pk=house.ben.pk)
    assert house.day(ben) == {}  # at once, before anything is derived
    assert not access.messages(ben).exists()
    assert not Claim.objects.filter(released_at=None).exists()
    house.settle()
    assert not access.people(ben).exists()
    assert house.waiting(house.mira) == {"Ana Ruiz", "Bo Lund"}
    house.bring(house.boxes[BEN], mail(f"Ben <{BEN}>", ANA, NOW - HOUR, "They cost 40 each, as I said before.\n",
                                       id="late@k", subject="Re: Sensors", answers=["ana@lab"]))  # fmt: skip
    assert not Sighting.objects.filter(message__message_id="late@k", mailbox=house.desk).exists()
    desks.undo(by=house.mira, entry=entry)
    house.settle()
    assert Sighting.objects.filter(message__message_id="late@k", mailbox=house.desk).exists()


def test_a_team_reads_it_and_leaving_the_team_or_the_house_is_leaving_it(house: House) -> None:
    team = Team.objects.create(name="Sales")
    User.objects.filter(pk=house.lea.pk).update(team=team)
    desks.let_in(by=house.mira, mailbox=house.desk, who=team)
    house.settle()
    lea = User.objects.get(pk=house.lea.pk)
    assert set(members_of(house.desk)) == {house.mira, house.ben, lea}
    assert house.waiting(lea) == {"Ana Ruiz", "Bo Lund"}
    claims.claim(by=lea, person=house.person("Ana Ruiz"), now=NOW.timestamp())
    User.objects.filter(pk=house.mira.pk).update(role="owner")
    members.set_team(by=User.objects.get(pk=house.mira.pk), member=lea, team=None)
    assert not Claim.objects.filter(released_at=None).exists()
    house.settle()
    assert house.day(lea) == {}
    claims.claim(by=house.ben, person=house.person("Bo Lund"), now=NOW.timestamp())
    members.close_access(by=User.objects.get(pk=house.mira.pk), member=house.ben)
    settling.settle()
    assert house.waiting(house.mira) == {"Ana Ruiz", "Bo Lund"}


def test_only_its_owner_lets_people_in_and_makes_it_their_own_again(house: House) -> None:
    for refused in (
        lambda: desks.let_in(by=house.ben, mailbox=house.desk, who=house.lea),
        lambda: desks.close_desk(by=house.ben, mailbox=house.desk),
        lambda: desks.open_desk(by=house.ben, mailbox=house.boxes[MIRA]),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(Refused):
        desks.let_in(by=house.mira, mailbox=house.desk, who=house.ben)
    with pytest.raises(Refused, match="first"):
        desks.let_in(by=house.mira, mailbox=house.boxes[MIRA], who=house.lea)
    entry = desks.close_desk(by=house.mira, mailbox=house.desk)
    house.settle()
    assert house.day(house.ben) == {}
    assert not Share.objects.exists()
    assert house.waiting(house.mira) == {"Ana Ruiz", "Bo Lund"}
    desks.undo(by=house.mira, entry=entry)
    house.settle()
    assert house.waiting(house.ben) == {"Ana Ruiz", "Bo Lund"}


def test_a_share_with_one_colleague_reaches_nobody_else_and_the_page_of_shares_keeps_it_apart(house: House) -> None:
    assert not access.whole_mailboxes(house.lea).filter(pk=house.desk.pk).exists()
    sharing.share(by=house.mira, mailbox=house.desk, team=None, level="happened")
    assert not access.messages(User.objects.get(pk=house.lea.pk)).exists()
    assert access.messages(User.objects.get(pk=house.ben.pk)).count() == 2
    sharing.share(by=house.mira, mailbox=house.desk, team=None, level="nothing")
    assert access.messages(User.objects.get(pk=house.ben.pk)).count() == 2
