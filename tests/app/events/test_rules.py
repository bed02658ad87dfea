from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import Invalid
from app.core.times import to_instant, to_local, with_instants
from app.events.rules import (
    EventKind,
    EventState,
    Slot,
    Stage,
    find_collision,
    missing_for_publication,
    stage_of,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Planned:
    state: str = EventState.PUBLISHED
    starts_at: datetime = NOON
    ends_at: datetime = NOON + 8 * HOUR
    summary: str = "Meet."
    venue_name: str = "Messe"
    kind: str = EventKind.DAY


PORTAL = Planned(kind=EventKind.PORTAL, venue_name="")


@pytest.mark.parametrize(
    ("event", "now", "calls", "stage"),
    [
        (Planned(EventState.DRAFT), NOON + 99 * HOUR, {}, Stage.DRAFT),
        (Planned(), NOON - HOUR, {}, Stage.PUBLISHED),
        (Planned(), NOON - HOUR, {"calls_open": True, "calls_closed": True}, Stage.OPEN),
        (Planned(), NOON - HOUR, {"calls_closed": True}, Stage.JURY),
        (Planned(), NOON, {"calls_open": True}, Stage.DAY),
        (Planned(), NOON + 8 * HOUR, {}, Stage.FOLLOW_UP),
        (Planned(EventState.CLOSED), NOON - HOUR, {}, Stage.FOLLOW_UP),
        (PORTAL, NOON - HOUR, {}, Stage.PUBLISHED),
        (PORTAL, NOON + HOUR, {}, Stage.PUBLISHED),
        (PORTAL, NOON + HOUR, {"calls_open": True}, Stage.OPEN),
        (PORTAL, NOON + HOUR, {"calls_closed": True}, Stage.PUBLISHED),
        (PORTAL, NOON + 8 * HOUR, {"calls_open": True}, Stage.FOLLOW_UP),
    ],
)
def test_an_event_stands_where_its_dates_and_calls_say(event, now, calls, stage):
    assert stage_of(event, now, **calls) == stage


def test_what_is_missing_is_said_all_at_once():
    bare = replace(Planned(), summary=" ", venue_name="")
    assert missing_for_publication(bare, NOON + 9 * HOUR) == (
        "event_is_over",
        "event_needs_summary",
        "event_needs_venue",
    )
    assert missing_for_publication(Planned(), NOON) == ()
    assert missing_for_publication(PORTAL, NOON) == ()


def slot(number, start, end, room="Hall"):
    return Slot(number, room, NOON + start * HOUR, NOON + end * HOUR)


def test_sessions_in_one_room_do_not_overlap():
    others = [slot(1, 0, 1), slot(2, 2, 3)]
    assert find_collision(slot(None, 1, 2), others) is None
    assert find_collision(slot(None, 1, 2.5, "HALL"), others) == others[1]
    assert find_collision(slot(None, 0, 3, "Foyer"), others) is None
    assert find_collision(slot(None, 0, 3, ""), [slot(1, 0, 1, "")]) is None
    assert find_collision(slot(1, 0, 1), others) is None


def local(text):
    return datetime.fromisoformat(text)


def test_local_times_become_instants():
    summer = to_instant(local("2026-07-01T09:00"), "Europe/Vilnius")
    assert summer == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    assert to_local(summer, "Europe/Vilnius") == local("2026-07-01T09:00")


def test_a_time_that_the_clocks_skip_is_refused_at_its_field():
    with pytest.raises(Invalid) as refused:
        with_instants({"ends_at": local("2027-03-28T02:30")}, "Europe/Berlin", ["ends_at"])
    assert (refused.value.code, refused.value.field) == ("time_skipped", "ends_at")
    assert refused.value.params == {"time": "02:30", "later": "03:30"}


def test_a_repeated_hour_is_its_first_passing():
    twice = to_instant(local("2026-10-25T02:30"), "Europe/Berlin")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_aware_time_is_an_instant_already():
    assert to_instant(NOON, "Asia/Tokyo") == NOON
