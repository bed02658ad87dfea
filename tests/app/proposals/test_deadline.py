"""The deadline to the second, in every zone, on nights when the clocks change, whoever's clock."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.challenges.rules.phases import is_open
from app.core import clock
from app.core.db import db
from app.core.errors import Invalid
from app.core.ids import encode_id
from app.core.times import to_instant, to_local
from app.proposals.models import Submission
from app.web.i18n import format_deadline, offset_text
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.identity import make_api_token
from tests.factories.proposals import make_proposal

ZONES = (
    *("Europe/Berlin", "Europe/Lisbon", "Europe/Athens", "Europe/London", "Atlantic/Azores"),
    *("America/St_Johns", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"),
)


def submit(client, proposal, at, **headers):
    token = {"Authorization": f"Bearer {make_api_token(proposal.created_by)}"} | headers
    with time_machine.travel(at, tick=False):
        return client.post(f"/api/v1/proposals/{encode_id(proposal.id)}/submit", headers=token)


@pytest.mark.parametrize(
    ("microseconds", "status"),
    [(-1_000_000, 201), (-1, 201), (0, 409), (1, 409), (1_000_000, 409)],
)
def test_a_proposal_is_taken_until_the_deadline_and_not_at_it(app, client, microseconds, status):
    proposal = make_proposal()
    at = deadline_of(proposal.challenge) + timedelta(microseconds=microseconds)
    answer = submit(client, proposal, at)
    assert answer.status_code == status
    times = [one.submitted_at for one in db.session.query(Submission)]
    assert times == ([at] if status == 201 else [])
    if status == 409:
        assert answer.json["code"] == "deadline_passed"


@pytest.mark.parametrize("minutes", [-90, 90])
def test_the_clock_of_the_sender_does_not_count(app, client, minutes):
    proposal = make_proposal()
    closes = deadline_of(proposal.challenge)
    own = f"{closes + timedelta(minutes=minutes):%a, %d %b %Y %H:%M:%S GMT}"
    assert submit(client, proposal, closes, Date=own).status_code == 409
    assert submit(client, proposal, closes - timedelta(seconds=1), Date=own).status_code == 201


def test_what_runs_without_a_request_goes_by_the_clock(app):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        assert clock.arrived() == at
        clock.note_arrival(at - timedelta(seconds=5))
        assert clock.arrived() == at - timedelta(seconds=5)
        clock.note_arrival(None)
        assert clock.arrived() == at


def test_the_arrival_of_a_request_is_forgotten_with_its_answer(app, client):
    client.get("/health")
    assert clock._arrived.get() is None


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        # The night in which the clocks go forward: 01:59 is followed by 03:00.
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59+00:00"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00+00:00"),
        # The night in which they go back: of 02:30, which comes twice, the first counts.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30+00:00"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00+00:00"),
        ("Europe/Lisbon", "2026-10-25T01:30", "2026-10-25T00:30+00:00"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30+00:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45+00:00"),
        ("Asia/Kolkata", "2026-06-30T17:00", "2026-06-30T11:30+00:00"),
    ],
)
def test_a_local_deadline_is_one_instant(zone, local, instant):
    closes = to_instant(datetime.fromisoformat(local), zone)
    assert closes == datetime.fromisoformat(instant)


def test_a_deadline_in_the_hour_that_is_skipped_is_refused():
    with pytest.raises(Invalid) as caught:
        to_instant(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Berlin", "closes_at")
    assert (caught.value.code, caught.value.field) == ("time_skipped", "closes_at")


@given(st.integers(0, 60 * 24 * 900), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_a_deadline_is_the_same_instant_for_every_reader(minutes, zone, reader):
    local = datetime.fromisoformat("2026-01-01T00:00") + timedelta(minutes=minutes)
    try:
        closes = to_instant(local, zone)
    except Invalid:  # the hour that is skipped; the test above says how
        return
    assert to_local(closes, zone) == local
    call = SimpleNamespace(phase="published", opens_at=closes - timedelta(days=1), closes_at=closes)
    for seconds, takes in ((-1, True), (0, False), (1, False)):
        at = closes + timedelta(seconds=seconds)
        seen = at.astimezone(ZoneInfo(reader))
        assert is_open(call, at) is is_open(call, seen) is takes


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        ("2026-01-15T16:00", "Europe/Berlin", "15 January 2026, 17:00 (Berlin, UTC+1)"),
        ("2026-07-15T15:00", "Europe/Berlin", "15 July 2026, 17:00 (Berlin, UTC+2)"),
        ("2026-07-15T15:00", "UTC", "15 July 2026, 15:00 (UTC)"),
        ("2026-01-15T16:00", "America/St_Johns", "15 January 2026, 12:30 (St Johns, UTC-3:30)"),
        # Both times half past two, and the offset tells them apart.
        ("2026-10-25T00:30", "Europe/Berlin", "25 October 2026, 02:30 (Berlin, UTC+2)"),
        ("2026-10-25T01:30", "Europe/Berlin", "25 October 2026, 02:30 (Berlin, UTC+1)"),
    ],
)
def test_a_deadline_is_written_with_its_offset(app, at, zone, words):
    with app.test_request_context():
        assert format_deadline(datetime.fromisoformat(at).replace(tzinfo=UTC), zone) == words


def test_offsets_are_written_as_people_write_them():
    minutes = (0, 60, 330, 345, -210, -60)
    written = [offset_text(timedelta(minutes=one)) for one in minutes]
    assert written == ["UTC", "UTC+1", "UTC+5:30", "UTC+5:45", "UTC-3:30", "UTC-1"]


def test_a_page_marks_its_deadlines_for_the_script(app, client):
    challenge = make_challenge(closes_at=datetime(2031, 7, 15, 15, tzinfo=UTC))
    page = client.get(f"/challenges/{encode_id(challenge.id)}").text
    instant = 'datetime="2031-07-15T15:00:00Z"'
    yours = 'data-deadline data-yours="({time} where you are)"'
    assert f"<time {instant} {yours}>15 July 2031, 17:00 (Berlin, UTC+2)</time>" in page
