"""What the demo firm's book holds beside its mail: a field of its own, a view everybody sees, and two entries of an old
list that stand here twice."""

from __future__ import annotations

from sellwright.derive import twin_search
from sellwright.store import search
from sellwright.store.lists import values
from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.models import Address, Deal, Field, Firm, Person, User, View

SENSORS, PRICE = "sensors", 420  # of one sensor, fitted, in the currency of the deal
TWICE = ("hugo.lemaire@vitroptique.example", "h.lemaire@vitroptique.example", "Hugo Lemaire")
WRITTEN = (
    ("Brasserie du Canal", "brasserieducanal.example"),
    ("Brasserie du Canal SARL", "brasserie-du-canal.example"),
)


def fill(user: User) -> None:
    """Once; what stands there already is left alone."""
    if Field.objects.exists() or View.objects.exists():
        return
    _field(user)
    asked = Asked(
        "deal", conditions=(Condition("outcome", "any", ("open",)),), sort=f"x.{SENSORS}", down=True,
        columns=("name", "stage", f"x.{SENSORS}", "amount", "expected_date", "owner"),
    )  # fmt: skip
    View.objects.create(noun="deal", name="By sensors", owner=user, shared=True, asked=asked.as_json())
    _twice()


def compare() -> None:
    """Looks for those who stand here twice, as is done each night."""
    for noun in ("person", "firm"):
        twin_search.whole(noun)


def _field(user: User) -> None:
    field = Field.objects.create(noun="deal", key=SENSORS, name="Sensors", kind="number", by=user,
                                 help="How many they would fit.")  # fmt: skip
    for deal in Deal.objects.filter(outcome="", proposed=False, amount__isnull=False):
        assert deal.amount is not None
        deal.extra = {**deal.extra, field.key: max(1, round(deal.amount / PRICE))}
        deal.save(update_fields=["extra"])
        values.put("deal", deal.pk, deal.extra)


def _twice() -> None:
    known, old, called = TWICE
    met = Address.objects.filter(email=known).select_related("person__firm").first()
    firm = met.person.firm if met is not None and met.person is not None else None
    if not Address.objects.filter(email=old).exists():
        person = Person.objects.create(key=old, name=called, firm=firm, by_hand=True, place="Lyon")
        Address.objects.create(email=old, name=called, person=person)
        search.index_people([person])
    firms = [
        Firm.objects.create(name=name, domain=domain, place="Lille", telephone="+33 3 20 55 01 72", by_hand=True)
        for name, domain in WRITTEN
    ]
    search.index_firms(firms)
