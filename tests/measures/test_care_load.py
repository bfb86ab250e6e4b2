"""Hours promised and hours there are: card C3."""

from __future__ import annotations

import math

import pytest

from sellwright.interactions.care import Crew, Tier, changed
from sellwright.measures import care_load

TIERS = (Tier("dream", 40, 1.5), Tier("light", 100, 0.25))
CREW = Crew(2, 120.0)


def test_it_fits() -> None:
    found = care_load.measure(TIERS, CREW)
    assert (found.required, found.capacity, found.dilution) == (85, 96, 0)
    assert found.load == pytest.approx(0.885, abs=5e-4)
    assert (found.fewer, found.more_people, found.lighter) == ((), 0, ())


def test_twenty_dream_clients_more() -> None:
    found = care_load.measure(changed(TIERS, "Dream", 20), CREW)
    assert found.required == 115
    assert found.load == pytest.approx(1.198, abs=5e-4)
    assert found.dilution == pytest.approx(0.165, abs=5e-4)


def test_each_way_out_just_suffices() -> None:
    tiers = changed(TIERS, "dream", 20)
    found = care_load.measure(tiers, CREW)
    assert found.fewer == (("dream", 13), ("light", 76))
    assert care_load.measure(changed(tiers, "dream", -13), CREW).dilution == 0
    assert care_load.measure(changed(tiers, "dream", -12), CREW).dilution > 0
    assert found.more_people == 1
    (name, hours), _ = found.lighter
    lighter = (Tier(name, 60, hours), TIERS[1])
    assert care_load.measure(lighter, CREW).load == pytest.approx(1)


def test_no_hours_at_all() -> None:
    found = care_load.measure(TIERS, Crew(2, 0.0))
    assert (found.load, found.dilution, found.more_people) == (math.inf, 1.0, 0)
    assert care_load.measure((), Crew(1, 10.0)).load == 0
