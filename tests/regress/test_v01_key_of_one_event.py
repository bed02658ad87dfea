"""Row 1 (CVE-2026-5600): a key limited to one event was given what belongs to all."""

import pytest

from app.core.ids import encode_id
from tests.api.day import make_day
from tests.api.program import Program
from tests.api.test_rules import OF_PEOPLE, UNSAFE, has_json, ids_in, name_of, path_of, smallest
from tests.factories.identity import make_api_token
from tests.regress.everything import everything

ABOUT_EVENTS = {
    *("events", "challenges", "enquiries", "documents", "proposals", "selection", "juries"),
    "imports",
    *("comparison", "deliberation", "feedback", "pitches"),
    *("badges", "tickets", "registrations", "seats", "billing", "checkin", "reports"),
}
MISSING = {  # of a challenge that is not judged, a proposal not handed in, work not done
    *(
        "juries.get_ranking",
        "juries.get_export",
        "juries.list_copies",
        "proposals.get_file",
        "proposals.get_receipt",
    ),
    *("proposals.get_printed_receipt", "documents.get_agreement"),
    *("selection.get_checklist", "selection.get_finding", "selection.list_links"),
    *("comparison.list_received", "comparison.list_notes"),
    *("feedback.get_feedback", "feedback.get_printed_letter", "feedback.get_certificate"),
    *("deliberation.get_room", "deliberation.view_item", "pitches.get_day", "pitches.get_vote"),
    "pitches.get_now",
    *("deliberation.read_minutes", "deliberation.get_printed_minutes"),
    *("feedback.get_reply", "feedback.list_candidates", "feedback.check_certificate"),
    *("pitches.get_day", "pitches.get_vote", "pitches.get_printed_vote", "pitches.get_now"),
    *("work.get_file", "reports.get_report", "reports.get_file"),
}


@pytest.fixture
def days(app):
    here = make_day()
    return here, make_day(here.person, "b-day")


@pytest.fixture
def limited(client, days):
    here, _there = days
    return Program(client, make_api_token(here.person, event_id=here.event.id))


def test_every_list_shows_that_event_and_nothing_of_the_other(limited, days):
    here, there = days
    foreign = {v for k, v in there.names.items() if k not in here.names or v != here.names[k]}
    own = ("organisation_id", "lead_organisation_id")  # the person's own organisations
    foreign -= {1, encode_id(here.person.id), *(there.names[name] for name in own)}
    shown = 0
    for path, method, operation in OF_PEOPLE:
        if method != "get" or is_closed(operation):
            continue
        answer = limited.send("GET", path_of(path, here.names))
        allowed = (200, 404) if name_of(operation) in MISSING else (200,)
        assert answer.status_code in allowed, name_of(operation)
        text = answer.data.decode(errors="replace")
        assert [one for one in foreign if str(one) in text] == [], name_of(operation)
        shown += answer.status_code == 200
    print(f"lists and things of one event: {shown}, foreign ids 0")
    assert shown > 15


def is_closed(operation):
    feature = name_of(operation).partition(".")[0]
    return feature not in {*ABOUT_EVENTS, "work"} and name_of(operation) != "identity.me"


def test_whatever_is_of_the_other_event_or_of_none_is_not_there(limited, days):
    _here, there = days
    before, asked = everything(), 0
    for path, method, operation in OF_PEOPLE:
        if not (ids_in(path) or is_closed(operation)):
            continue
        body = smallest(operation, there) if has_json(operation) else None
        answer = limited.send(method.upper(), path_of(path, there.names), json=body)
        allowed = (404, 422) if method in UNSAFE and not is_closed(operation) else (404,)
        assert answer.status_code in allowed, name_of(operation)
        asked += 1
    assert everything() == before
    print(f"operations asked with foreign ids: {asked}, served 0")
    assert asked > 50


def test_events_are_listed_up_to_the_limit_and_none_can_be_made(limited, days):
    here, there = days
    assert [one["slug"] for one in limited.get("/events")["items"]] == ["day"]
    body = {
        "name": "Third",
        "starts_at": "2027-01-01T09:00",
        "ends_at": "2027-01-01T17:00",
        "timezone": "Europe/Berlin",
        "venue_name": "Messe",
        "capacity": 10,
        "lead_organisation_id": here.names["lead_organisation_id"],
    }
    assert limited.send("POST", "/events", json=body).status_code == 404
    whole = Program(limited.client, there.token)
    assert {one["slug"] for one in whole.get("/events")["items"]} == {"day", "b-day"}


def test_an_answer_kept_for_a_whole_token_is_not_given_to_a_limited_one(client, days):
    """Answers kept under an Idempotency-Key belong to one token if it is limited."""
    here, there = days
    whole = Program(client, there.token)
    limited = Program(client, make_api_token(here.person, event_id=here.event.id))
    for program in (whole, limited):
        program.headers["Idempotency-Key"] = "one"
    assert whole.send("POST", "/events/b-day/ticket-types", json={"name": "x", "size": 5})
    answer = limited.send("POST", "/events/b-day/ticket-types", json={"name": "x", "size": 5})
    assert answer.status_code == 404
