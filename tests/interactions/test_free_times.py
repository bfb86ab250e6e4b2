"""Free times against a clock on the wall, both changes of it included; found by hand or minute by minute."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from sellwright.interactions.free_times import (
    Hours,
    Interval,
    free,
    likely_zone,
    merged,
    moment,
    open_on,
    well_spread,
    whole_days,
)

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_TWELVE = ((540, 720),)
WORKDAYS = (NINE_TO_TWELVE,) * 5 + ((), ())


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def span(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def shown(times: list[Interval]) -> list[str]:
    return [f"{one.start_at:%a %d %H:%M}" for one in times]


def test_what_is_busy_goes_with_its_buffer_and_the_rest_is_free() -> None:
    now = at("2026-06-01 07:00")  # a Monday
    hours = Hours(WORKDAYS, BERLIN, minutes=30, every=30, buffer=timedelta(minutes=10), days_ahead=0)
    assert shown(free([], now, hours)) == [
        f"Mon 01 {h}" for h in ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30")
    ]
    busy = [span("2026-06-01 10:00", "2026-06-01 10:30")]
    # 9:30 would end as the meeting begins, 10:30 begin as it ends: neither leaves ten minutes.
    assert shown(free(busy, now, hours)) == ["Mon 01 09:00", "Mon 01 11:00", "Mon 01 11:30"]
    touching = Hours(WORKDAYS, BERLIN, minutes=30, every=30, days_ahead=0)
    assert shown(free(busy, now, touching)) == [
        "Mon 01 09:00",
        "Mon 01 09:30",
        "Mon 01 10:30",
        "Mon 01 11:00",
        "Mon 01 11:30",
    ]


def test_notice_days_ahead_and_the_weekend() -> None:
    friday = at("2026-06-05 10:10")
    hours = Hours(WORKDAYS, BERLIN, minutes=60, every=60, notice=timedelta(minutes=30), days_ahead=3)
    assert shown(free([], friday, hours)) == ["Fri 05 11:00", "Mon 08 09:00", "Mon 08 10:00", "Mon 08 11:00"]
    assert free([], friday, Hours(WORKDAYS, BERLIN, minutes=60, notice=timedelta(days=5), days_ahead=3)) == []
    assert free([], friday, Hours(((),) * 7, BERLIN)) == []
    assert free([], friday, Hours(WORKDAYS, BERLIN, minutes=181, days_ahead=30)) == []


def test_a_longer_busy_time_hides_the_shorter_one_in_it() -> None:
    long, inside = span("2026-06-01 08:00", "2026-06-01 11:30"), span("2026-06-01 09:00", "2026-06-01 09:30")
    assert merged([inside, long]) == [long]
    hours = Hours(WORKDAYS, BERLIN, days_ahead=0)
    assert shown(free([inside, long], at("2026-06-01 07:00"), hours)) == ["Mon 01 11:30"]


NIGHT = (((60, 240),),) * 7  # from one to four


def test_the_night_the_clocks_go_forward_has_an_hour_less() -> None:
    """29 March 2026, Berlin: 01:59:59 is followed by 03:00:00."""
    hours = Hours(NIGHT, BERLIN, minutes=60, every=60, days_ahead=0)
    found = free([], at("2026-03-29 00:00"), hours)
    assert shown(found) == ["Sun 29 01:00", "Sun 29 03:00"]
    assert [one.end_at.astimezone(UTC) - one.start_at.astimezone(UTC) for one in found] == [timedelta(hours=1)] * 2
    assert moment(date(2026, 3, 29), 150, BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert moment(date(2026, 3, 29), 150, BERLIN, is_end=True) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    only_the_lost_hour = Hours((((120, 180),),) * 7, BERLIN, minutes=15, every=15, days_ahead=0)
    assert free([], at("2026-03-29 00:00"), only_the_lost_hour) == []


def test_the_night_the_clocks_go_back_has_an_hour_more() -> None:
    """25 October 2026, Berlin: 02:59:59 is followed by 02:00:00."""
    hours = Hours(NIGHT, BERLIN, minutes=60, every=60, days_ahead=0)
    found = free([], at("2026-10-25 00:00"), hours)
    assert shown(found) == ["Sun 25 01:00", "Sun 25 02:00", "Sun 25 02:00", "Sun 25 03:00"]
    starts = [one.start_at.astimezone(UTC) for one in found]
    assert starts == [datetime(2026, 10, 24, 23, tzinfo=UTC) + timedelta(hours=n) for n in range(4)]
    (twice,) = open_on(date(2026, 10, 25), Hours((((150, 160),),) * 7, BERLIN))
    assert twice.end_at - twice.start_at == timedelta(minutes=70)


def test_a_half_hour_change_and_a_jump_at_midnight() -> None:
    """Lord Howe turns its clocks by half an hour; in Beirut the day began at one o'clock on 29 March 2026."""
    howe, beirut = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Beirut")
    assert moment(date(2026, 10, 4), 135, howe) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    assert moment(date(2026, 3, 29), 0, beirut) == datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    day = whole_days(date(2026, 3, 29), date(2026, 3, 30), BERLIN)
    assert day.end_at - day.start_at == timedelta(hours=23)
    assert whole_days(date(2026, 3, 29), date(2026, 3, 29), BERLIN) == day


def test_against_every_minute_looked_at(seed: int = 5) -> None:
    """By another way: a time is free when each of its minutes, and of the buffer's, is in no busy one."""
    draw = random.Random(seed)
    for zone in (BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")):
        now = datetime(2026, 3, 26, 6, tzinfo=UTC)
        busy = [
            Interval(start, start + timedelta(minutes=draw.choice((5, 30, 45, 300))))
            for start in (now + timedelta(minutes=draw.randrange(5 * 1440)) for _ in range(25))
        ]
        hours = Hours((((480, 1080),),) * 7, zone, 30, 15, timedelta(minutes=5), timedelta(hours=3), 4)
        minutes = {
            one.start_at + timedelta(minutes=n)
            for one in busy
            for n in range(int((one.end_at - one.start_at).seconds / 60))
        }
        expected = []
        at_ = now
        while at_ < now + timedelta(days=7):
            wall = at_.astimezone(zone)
            inside = 480 <= wall.hour * 60 + wall.minute <= 1050 and (wall.hour * 60 + wall.minute) % 15 == 0
            near = any(at_ + timedelta(minutes=n) in minutes for n in range(-5, 35))
            days = (wall.date() - now.astimezone(zone).date()).days
            if inside and not near and at_ >= now + timedelta(hours=3) and days <= 4:
                expected.append(at_)
            at_ += timedelta(minutes=15)
        assert [one.start_at.astimezone(UTC) for one in free(busy, now, hours)] == expected


def test_three_to_offer_lie_apart() -> None:
    hours = Hours((((540, 1020),),) * 5 + ((), ()), BERLIN, days_ahead=10)
    times = free([], at("2026-06-01 08:00"), hours)
    assert shown(well_spread(times)) == ["Mon 01 10:00", "Wed 03 14:30", "Mon 08 11:30"]
    one_day = [one for one in times if one.start_at.day == 1]
    assert shown(well_spread(one_day)) == ["Mon 01 10:00", "Mon 01 13:00", "Mon 01 16:30"]
    assert well_spread(one_day[:2]) == one_day[:2]
    assert well_spread([]) == []


def written(text: str, offset: float) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=offset)))


KNOWN = [ZoneInfo(name) for name in ("Europe/London", "Asia/Kolkata", "America/New_York", "America/Phoenix")]


def test_where_their_clock_stands_is_told_only_when_it_is_sure() -> None:
    summer = at("2026-06-04 10:00")
    assert likely_zone([written("2026-05-01 10:00", 5.5)], BERLIN, KNOWN, summer) == timedelta(hours=5.5)
    # An hour behind UTC's noon in winter, with us in Berlin: theirs is ours.
    assert likely_zone([written("2026-01-10 10:00", 1)], BERLIN, KNOWN, summer) == timedelta(hours=2)
    assert likely_zone(
        [written("2026-01-10 10:00", 0), written("2026-05-10 10:00", 1)], BERLIN, KNOWN, summer
    ) == timedelta(hours=1)
    # Programs that write all dates in UTC; nobody known; two places that part in summer.
    assert likely_zone([written("2026-01-10 10:00", 0)] * 3, BERLIN, KNOWN, summer) is None
    assert likely_zone([written("2026-01-10 10:00", 9)], BERLIN, KNOWN, summer) is None
    assert likely_zone([written("2026-01-10 10:00", -7)], BERLIN, [*KNOWN, ZoneInfo("America/Denver")], summer) is None
    assert likely_zone([], BERLIN, KNOWN, summer) is None
