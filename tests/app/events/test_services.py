from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.events import queries, services
from app.events.models import Event, EventState, SessionKind, TeamMember, TeamRole
from app.identity.models import OrganisationKind
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person

START = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(weeks=3)
HOUR = timedelta(hours=1)


def cluster_and_organiser():
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    return cluster, actor_of(make_member(cluster), cluster)


def details(cluster, **values):
    return {
        "lead_organisation_id": cluster.id,
        "name": "Journée d’innovation ouverte",
        "starts_at": START,
        "ends_at": START + 9 * HOUR,
        "timezone": "Europe/Paris",
        "venue_name": "Halle",
        "capacity": 150,
        "summary": "Venez.",
    } | values


def create(actor, cluster, **values):
    with unit_of_work():
        return services.create_event(actor, **details(cluster, **values))


def managed(role=TeamRole.LEAD, **values):
    event = make_event(starts_at=START, **values)
    person = make_person()
    make_team_member(event, person, role)
    return event, actor_of(person)


def facts():
    return [entry.name for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_an_event_begins_as_a_draft_with_a_lead_and_a_key(app):
    cluster, actor = cluster_and_organiser()
    event = create(actor, cluster)

    assert (event.slug, event.state) == ("journee-d-innovation-ouverte", EventState.DRAFT)
    assert [member.role for member in queries.list_team(event)] == [TeamRole.LEAD]
    assert [len(secret) for secret in queries.get_accepted_keys(event.id).values()] == [32]
    assert event.id < 2**47
    assert facts() == ["EventCreated"]


def test_only_members_of_a_cluster_create_events(app):
    cluster, _actor = cluster_and_organiser()
    company = make_organisation()
    for stranger, lead in [
        (actor_of(make_member(company), company), company),
        (actor_of(make_person()), cluster),
    ]:
        with pytest.raises(Forbidden):
            create(stranger, lead)


def test_two_events_cannot_have_one_address(app):
    cluster, actor = cluster_and_organiser()
    create(actor, cluster, slug="day")
    with pytest.raises(Conflict) as refused:
        create(actor, cluster, slug="day")
    assert (refused.value.code, refused.value.field) == ("slug_taken", "slug")


def test_an_event_ends_after_it_starts(app):
    cluster, actor = cluster_and_organiser()
    with pytest.raises(Invalid) as refused:
        create(actor, cluster, ends_at=START)
    assert (refused.value.code, refused.value.field) == ("ends_before_start", "ends_at")


def test_an_event_is_published_once_when_nothing_is_missing(app):
    event, actor = managed(state=EventState.DRAFT, summary="")
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.publish_event(actor, event.slug)
    assert refused.value.code == "event_needs_summary"
    with unit_of_work():
        services.change_event(actor, event.id, summary="Come.")
        services.publish_event(actor, event.slug)
    with pytest.raises(Conflict), unit_of_work():
        services.publish_event(actor, event.slug)
    assert facts() == ["EventChanged", "EventPublished"]


def test_the_address_stays_once_the_event_is_public(app):
    event, actor = managed(slug="old")
    with unit_of_work():
        services.change_event(actor, event.id, slug="new", name="New")
    assert (event.slug, db.session.get_one(Event, event.id).name) == ("old", "New")


def test_a_change_that_changes_nothing_is_not_told(app):
    event, actor = managed()
    with unit_of_work():
        services.change_event(actor, event.id, name=event.name, description=None)
    assert facts() == []


@pytest.mark.parametrize("role", [TeamRole.DESK, TeamRole.SCANNER, TeamRole.REPORT_READER])
def test_who_is_on_the_team_without_running_the_event_may_not_change_it(app, role):
    event, actor = managed(role)
    with pytest.raises(Forbidden), unit_of_work():
        services.change_event(actor, event.id, name="Mine")
    draft, actor = managed(role, state=EventState.DRAFT)
    with pytest.raises(Forbidden), unit_of_work():
        services.publish_event(actor, draft.slug)


def test_strangers_do_not_find_drafts_and_may_not_touch_public_events(app):
    stranger = actor_of(make_person(), is_operator=True)
    draft, public = make_event(state=EventState.DRAFT), make_event()
    with pytest.raises(NotFound), unit_of_work():
        services.change_event(stranger, draft.id, name="Mine")
    with pytest.raises(Forbidden), unit_of_work():
        services.add_session(stranger, public.slug, title="Mine")
    assert [one.id for one in queries.list_visible_events(stranger, None, 9)] == [public.id]


def session(start=0.0, end=1.0, **values):
    times = {"starts_at": START + start * HOUR, "ends_at": START + end * HOUR}
    return {"title": "Talk", "room": "Hall", "kind": SessionKind.PUBLIC} | times | values


def test_sessions_do_not_share_a_room(app):
    event, actor = managed()
    with unit_of_work():
        services.add_session(actor, event.slug, **session())
        second = services.add_session(actor, event.slug, **session(1, 2))
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.change_session(actor, event.slug, second.id, starts_at=START + 0.5 * HOUR)
    assert (refused.value.code, refused.value.params) == ("room_taken", {"title": "Talk"})
    with unit_of_work():
        services.change_session(actor, event.slug, second.id, room="Foyer", starts_at=START)
        services.remove_session(actor, event.slug, second.id)
    assert [one.starts_at for one in queries.list_sessions(event)] == [START]


@pytest.mark.parametrize(
    ("start", "end", "code", "field"),
    [
        (1, 1, "ends_before_start", "ends_at"),
        (-1, 1, "outside_event", "starts_at"),
        (8, 10, "outside_event", "ends_at"),
    ],
)
def test_sessions_stay_within_the_event(app, start, end, code, field):
    event, actor = managed()
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.add_session(actor, event.slug, **session(start, end))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_session_of_another_event_is_not_found(app):
    event, actor = managed()
    other = make_session(make_event())
    with pytest.raises(NotFound), unit_of_work():
        services.remove_session(actor, event.slug, other.id)


def test_events_of_the_team_are_listed_in_a_fixed_number_of_statements(app, count_queries):
    event, actor = managed()
    counts = []
    for _ in range(2):
        db.session.remove()
        with count_queries as n:
            queries.list_events_of(actor)
        counts.append(n.count)
        for _more in range(2):
            make_team_member(make_event(), db.session.merge(make_person()))
            person_id = actor.person_id
            member = TeamMember(event_id=make_event().id, person_id=person_id, role="desk")
            with unit_of_work():
                db.session.add(member)
    assert counts == [2, 2]
    assert len(queries.list_events_of(actor)) == 5
    assert [one.id for one in queries.list_managed_events(actor)] == [event.id]


def test_a_year_names_an_event_that_cannot_be_spelled():
    at = datetime.fromisoformat("2027-05-04T09:00:00+00:00")
    assert services.events.suggest_slug("日", at) == "day-2027-05-04"


def move(actor, event, **times):
    with unit_of_work():
        return services.change_event(actor, event.id, **times)


@pytest.mark.parametrize(
    ("start", "end", "first", "field"),
    [(2, 9, "Opening", "starts_at"), (0, 4, "Talk", "ends_at"), (-9, -1, "Opening", "ends_at")],
)
def test_an_event_does_not_leave_its_sessions(app, start, end, first, field):
    event, actor = managed()
    make_session(event, starts_at=START + 1 * HOUR, ends_at=START + 2 * HOUR)
    make_session(event, title="Talk", starts_at=START + 3 * HOUR, ends_at=START + 5 * HOUR)

    with pytest.raises(Invalid) as refused:
        move(actor, event, starts_at=START + start * HOUR, ends_at=START + end * HOUR)

    assert (refused.value.code, refused.value.field) == ("session_outside", field)
    assert refused.value.params["title"] == first
    move(actor, event, starts_at=START + 1 * HOUR, ends_at=START + 5 * HOUR)


def test_an_event_on_another_day_takes_its_sessions_along(app):
    zone = ZoneInfo("Europe/Paris")
    event, actor = managed()
    summer = [datetime(2027, 10, 20, hour, tzinfo=zone) for hour in (9, 18)]
    winter = [datetime(2027, 11, 20, hour, tzinfo=zone) for hour in (9, 18)]
    move(actor, event, starts_at=summer[0], ends_at=summer[1])
    one = make_session(event, starts_at=summer[0], ends_at=summer[0] + HOUR)

    move(actor, event, starts_at=winter[0], ends_at=winter[1])

    found = queries.get_session(event, one.id)
    assert (found.starts_at, found.ends_at) == (winter[0], winter[0] + HOUR)
    with pytest.raises(Invalid) as refused:  # other hours: nobody knows where sessions would go
        move(actor, event, starts_at=summer[0] + HOUR, ends_at=summer[1])
    assert refused.value.code == "session_outside"
