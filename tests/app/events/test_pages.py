import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import queries
from app.events.models import Event, EventSession, EventState, SessionKind, TeamMember, TeamRole
from app.identity.models import OrganisationKind
from tests.client import Browser
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person

FORM = {
    "name": "Dzień Otwartych Innowacji",
    "timezone": "Europe/Warsaw",
    "starts_at": "2031-06-10T09:00",
    "ends_at": "2031-06-10T18:00",
    "venue_name": "EC1 Łódź",
    "capacity": "180",
    "summary": "Przyjdź.",
    "description": "# Hello\n\n<script>alert(1)</script> **all**",
}


def organiser_of_one(browser):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Klaster")
    browser.sign_in(make_member(cluster))
    return cluster


def organiser(browser):
    return FORM | {"lead_organisation_id": encode_id(organiser_of_one(browser).id)}


def on_team(browser, role=TeamRole.LEAD, **values):
    event = make_event(**values)
    person = make_person()
    make_team_member(event, person, role)
    browser.sign_in(person)
    return event


def zone_offered(browser):
    return re.findall(r'<option value="([^"]*)" selected', browser.get("/events/new").text)


def test_a_new_event_takes_the_time_zone_of_the_leads_latest_one(browser):
    organiser(browser)
    make_event(timezone="Europe/Lisbon")
    assert zone_offered(browser) == []

    cluster = organiser_of_one(browser)
    make_event(lead_organisation_id=cluster.id, timezone="Europe/Warsaw")
    make_event(
        lead_organisation_id=cluster.id,
        timezone="Europe/Vilnius",
        starts_at=clock.now() - timedelta(weeks=5),
    )
    assert zone_offered(browser) == ["Europe/Warsaw"]


def test_an_event_is_created_published_and_seen(browser, client):
    form = organiser(browser)

    response = browser.post("/events/new", form)
    assert response.location == "/manage/dzien-otwartych-innowacji"
    assert client.get("/e/dzien-otwartych-innowacji").status_code == 404
    assert "only your team sees" in browser.get("/e/dzien-otwartych-innowacji").text
    overview = browser.get(response.location).text
    assert "Publish event" in overview

    path = f"{response.location}/publish"
    assert browser.post(path, page=response.location).location == response.location
    page = client.get("/e/dzien-otwartych-innowacji").text
    assert "10 June 2031, 09:00–18:00 (Warsaw)" in page
    assert "<h2>Hello</h2>" in page
    assert "alert(1)</script>" not in page
    assert "Dzień Otwartych Innowacji" in client.get("/").text


def test_linked_data_and_calendar_tell_the_same(client):
    event = make_event(name="Day </script>")
    page = client.get(f"/e/{event.slug}").text
    text = page.split('application/ld+json"')[1].split(">", 1)[1].split("</script>")[0]
    data = json.loads(text)
    assert (data["name"], data["location"]["name"]) == ("Day </script>", "Messe")

    file = client.get(f"/e/{event.slug}/calendar.ics")
    assert file.mimetype == "text/calendar"
    assert f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}" in file.text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_at": "2031-03-30T02:30"}, "02:30 does not exist on that day"),
        ({"starts_at": "yesterday"}, "Write a date and a time"),
        ({"starts_at": "99999-01-01T00:00"}, "Write a date and a time"),
        ({"starts_at": "2031-06-11T09:00"}, "The end must come after the start."),
        ({"timezone": "Europe/../etc"}, "Choose a time zone from the list."),
        ({"capacity": "0"}, "A whole number from 1 to 50000."),
        ({"capacity": "9" * 30}, "A whole number from 1 to 50000."),
        ({"capacity": "many"}, "A whole number from 1 to 50000."),
        ({"name": ""}, "Fill this in."),
        ({"name": "x" * 10_000}, "At most 160 characters."),
        ({"name": "a\x00b"}, "Contains a character that cannot be stored."),
        ({"slug": "Not a slug"}, "Use small letters"),
        ({"lead_organisation_id": "zzz"}, "Not an id."),
    ],
)
def test_faults_are_shown_at_their_fields_and_nothing_is_lost(browser, values, words):
    response = browser.post("/events/new", organiser(browser) | values)

    assert response.status_code == 422
    assert words in response.text
    assert "EC1 Łódź" in response.text
    assert db.session.query(Event).count() == 0


def test_only_members_of_a_cluster_find_the_form(browser):
    browser.sign_in(make_member(make_organisation()))
    assert browser.get("/events/new").status_code == 403


def test_a_session_outside_of_its_event_is_named_at_the_field(browser):
    event, lead = make_event(timezone="UTC"), make_person()
    make_team_member(event, lead)
    make_session(event, title="Closing", ends_at=event.ends_at)
    ends_at = event.ends_at - timedelta(minutes=10)
    browser.sign_in(lead)
    values = {name: getattr(event, name) for name in ("name", "timezone", "venue_name", "capacity")}
    times = {"starts_at": event.starts_at, "ends_at": ends_at}
    local = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in times.items()}

    response = browser.post(f"/manage/{event.slug}/details", values | local)

    assert response.status_code == 422
    assert f"{event.starts_at:Closing is from %-d %B %Y, %H:%M to }" in response.text
    assert local["ends_at"] in response.text


PAGES = ("", "/details", "/programme", "/programme/new", "/team", "/partners/new")


def test_strangers_find_nothing_and_helpers_only_the_overview(app):
    event = make_event()
    stranger = Browser(app).sign_in(make_person())
    helper = make_person()
    make_team_member(event, helper, TeamRole.SCANNER)
    helping = Browser(app).sign_in(helper)
    paths = [f"/manage/{event.slug}{page}" for page in PAGES]

    assert [stranger.get(path).status_code for path in paths] == [404] * 6
    assert [helping.get(path).status_code for path in paths] == [200] + [403] * 5
    assert Browser(app).get(paths[0]).location == "/sign-in"


def test_the_programme_is_written_and_read(browser, client):
    start = datetime(2031, 6, 10, 7, tzinfo=UTC)
    event = on_team(browser, starts_at=start)
    base = f"/manage/{event.slug}/programme"
    times = {"starts_at": "2031-06-10T09:00", "ends_at": "2031-06-10T10:00"}
    data = {"title": "Opening", "kind": "public", "room": "Hall"} | times

    assert 'value="2031-06-10T09:00"' in browser.get(f"{base}/new").text
    wrong = browser.post(f"{base}/new", data | {"ends_at": "2031-06-10T09:00"})
    assert "The end must come after the start." in wrong.text
    assert browser.post(f"{base}/new", data).status_code == 302
    clash = browser.post(f"{base}/new", data)
    assert (clash.status_code, "Opening is in this room then" in clash.text) == (409, True)
    assert "09:00–10:00, Hall" in client.get(f"/e/{event.slug}").text

    path = f"{base}/{encode_id(db.session.query(EventSession).one().id)}"
    assert 'value="2031-06-10T10:00"' in browser.get(path).text
    assert browser.post(path, data | {"kind": "internal"}).status_code == 302
    assert "Opening" not in client.get(f"/e/{event.slug}").text
    assert "Opening" in browser.get(f"/e/{event.slug}").text
    assert browser.post(f"{path}/remove", page=base).status_code == 302
    assert "The programme is empty" in browser.get(base).text


def test_the_last_lead_is_told_why_they_stay(browser):
    event = on_team(browser)
    path = f"/manage/{event.slug}/team"
    member = db.session.query(TeamMember).one()
    browser.post(f"{path}/{encode_id(member.id)}/remove", page=path)
    assert "Somebody has to lead the event." in browser.get(path).text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OrganisationKind.CLUSTER, "Plan your first Open Innovation Day"),
        (OrganisationKind.LARGE_COMPANY, "Post your first challenge"),
        (OrganisationKind.SME, "Find a challenge that you can solve"),
    ],
)
def test_home_says_the_first_step(browser, kind, words):
    browser.sign_in(make_member(make_organisation(kind=kind)))
    assert words in browser.get("/home").text


def test_home_lists_the_events_of_the_team(browser):
    event = on_team(browser, name="Day of days")
    assert "Day of days" in browser.get("/home").text
    assert "Day of days" in browser.get("/events").text
    assert f'href="/manage/{event.slug}"' in browser.get("/home").text


def test_past_events_stay_on_the_front_page_without_registration(client):
    past = clock.now() - timedelta(weeks=9)
    event = make_event(name="Long ago", starts_at=past)
    assert "Long ago" in client.get("/").text
    page = client.get(f"/e/{event.slug}").text
    assert ("This Day is over" in page, "/register" in page) == (True, False)


def test_the_public_page_is_light(client, count_queries):
    event = make_event(description="Long text. " * 300)
    sizes = []
    for more in (0, 1, 2):
        for _ in range(more):
            make_session(event, kind=SessionKind.PUBLIC)
        db.session.remove()
        with count_queries as n:
            page = client.get(f"/e/{event.slug}")
        sizes.append(n.count)
        assert len(page.data) < 100_000
    assert sizes[0] == sizes[1] == sizes[2] <= 8


@pytest.mark.parametrize("path", ["/", "/events", "/home"])
def test_lists_take_as_many_statements_for_three_events_as_for_one(browser, path, count_queries):
    event = on_team(browser)
    slug, event_id = event.slug, event.id
    person_id = db.session.query(TeamMember).one().person_id
    counts = []
    for more in (0, 2):
        for _ in range(more):
            other = make_event(state=EventState.PUBLISHED)
            with unit_of_work():
                db.session.add(TeamMember(event_id=other.id, person_id=person_id, role="desk"))
        db.session.remove()
        with count_queries as n:
            assert browser.get(path).status_code == 200
        counts.append(n.count)
    assert counts[0] == counts[1]
    assert queries.get_event(slug).id == event_id


def test_the_house_is_well(client):
    assert client.get("/health").json == {"status": "ok"}
    assert client.get("/styleguide").status_code == 200


def test_the_public_programme_is_written_anew_when_it_changes(app, browser):
    event = make_event(slug="day")
    session = make_session(event, title="Pitches")
    assert "Pitches" in browser.get("/e/day").text
    with unit_of_work():
        session.title = "Pitches and awards"
    assert "Pitches and awards" in browser.get("/e/day").text
