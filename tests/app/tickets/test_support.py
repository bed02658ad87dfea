"""Which cluster supports whom: the rule, hand-overs, late clusters, and clusters that leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.badges.queries import list_badge_tickets
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY, fence
from app.events.queries import get_event, list_partners
from app.events.services import remove_partner
from app.identity.models import ClusterMembership, Membership, OrganisationKind
from app.tickets import queries, services
from app.tickets.models import Ticket
from app.tickets.queries import AttendeeFilter
from app.tickets.rules.support import Support, SupportingCluster, SupportReason, choose_support
from tests.app.tickets.two_clusters import Scene
from tests.factories import saved
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.worker import run_jobs

DRESDEN = SupportingCluster(1, "DE")
KRAKOW = SupportingCluster(2, "PL")
BILBAO = SupportingCluster(3, "ES")
MURCIA = SupportingCluster(4, "ES")
ALL = [DRESDEN, KRAKOW, BILBAO, MURCIA]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, Support(1, SupportReason.LEAD)),
        ({"country": "PL"}, Support(2, SupportReason.COUNTRY)),
        ({"country": "DE"}, Support(1, SupportReason.COUNTRY)),
        ({"country": "ES"}, Support(1, SupportReason.LEAD)),
        ({"country": "FI"}, Support(1, SupportReason.LEAD)),
        ({"country": "PL", "memberships": {3}}, Support(3, SupportReason.MEMBER)),
        ({"country": "PL", "memberships": {3, 4}}, Support(2, SupportReason.COUNTRY)),
        ({"country": "PL", "memberships": {99}}, Support(2, SupportReason.COUNTRY)),
        (
            {"country": "PL", "memberships": {3}, "invited_by": 4},
            Support(4, SupportReason.INVITED),
        ),
        ({"country": "PL", "invited_by": 99}, Support(2, SupportReason.COUNTRY)),
    ],
)
def test_the_first_ground_that_points_at_one_cluster_decides(known, expected):
    assert choose_support(ALL, **known) == expected


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["DE", "PL", "ES"])), min_size=1),
    st.none() | st.integers(1, 12),
    st.frozensets(st.integers(1, 12)),
    st.sampled_from(["", "DE", "PL", "FI"]),
)
def test_somebody_who_runs_the_event_always_has_them(rows, invited_by, memberships, country):
    clusters = [SupportingCluster(*row) for row in rows]
    chosen = choose_support(
        clusters, invited_by=invited_by, memberships=memberships, country=country
    )
    assert chosen.cluster_id in [one.id for one in clusters]
    assert choose_support(clusters[:1]).cluster_id == clusters[0].id


@pytest.fixture
def scene(app):
    return Scene()


def seen_by(scene, actor):

    seen = fence(actor, get_event("day"))
    found = queries.list_attendees(scene.event.id, AttendeeFilter(), seen=seen)
    return {one.id for one in found}


def test_whoever_registers_is_supported_by_the_cluster_of_their_country(scene):
    pole, german, finn = (
        scene.register(actor_of(make_person()), country) for country in ("PL", "DE", "FI")
    )
    assert (pole.supported_by_id, pole.support_reason) == (scene.beside.id, "country")
    assert (german.supported_by_id, german.support_reason) == (scene.lead_id, "country")
    assert (finn.supported_by_id, finn.support_reason) == (scene.lead_id, "lead")
    assert seen_by(scene, scene.co) == {pole.id}
    assert seen_by(scene, scene.lead) == {pole.id, german.id, finn.id}


def test_whose_organisation_belongs_to_one_of_the_clusters_is_supported_by_it(scene):

    person, firm = make_person(), make_organisation(country="DE")
    saved(lambda: Membership(person_id=person.id, organisation_id=firm.id))
    saved(
        lambda: ClusterMembership(
            cluster_id=scene.beside.id,
            organisation_id=firm.id,
            state="accepted",
            asked_by="organisation",
            since=firm.created_at,
        )
    )
    ticket = scene.register(actor_of(person, firm), "DE")
    assert (ticket.supported_by_id, ticket.support_reason) == (scene.beside.id, "member")


def test_a_co_organiser_hands_over_its_own_and_nobody_elses(scene):
    own, foreign = scene.ticket(scene.beside.id), scene.ticket(scene.lead_id)
    for wanted in ([foreign.id], [own.id, foreign.id]):
        with pytest.raises(NotFound), unit_of_work():
            services.hand_over(scene.co, get_event("day"), wanted, scene.beside.id)
    with unit_of_work():
        assert services.hand_over(scene.co, get_event("day"), [own.id], scene.lead_id) == 1
    assert seen_by(scene, scene.co) == set()
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry.name == "AttendeesMoved"


def test_only_clusters_that_run_the_event_get_somebody(scene):
    own = scene.ticket(scene.beside.id)
    stranger = make_organisation(kind=OrganisationKind.CLUSTER)
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.hand_over(scene.lead, get_event("day"), [own.id], stranger.id)
    assert refused.value.code == "not_of_event"


def test_what_a_cluster_checked_begins_anew_with_the_next(scene):
    own = scene.ticket(scene.beside.id)
    for _twice in range(2):
        with unit_of_work():
            services.validate_attendee(scene.co, queries.get_ticket(own.id))
    db.session.expire_all()
    assert db.session.get_one(Ticket, own.id).validated_by_id == scene.co.person_id
    with unit_of_work():
        services.hand_over(scene.lead, get_event("day"), [own.id], scene.lead_id)
    db.session.expire_all()
    assert db.session.get_one(Ticket, own.id).validated_at is None
    with pytest.raises(NotFound), unit_of_work():
        services.validate_attendee(scene.co, queries.get_ticket(own.id))


def test_the_desk_sees_everybody_and_changes_nobody(scene):
    own = scene.ticket(scene.beside.id)
    desk = scene.seat(TeamRole.DESK, scene.beside)
    assert seen_by(scene, desk) == {own.id}
    with pytest.raises(Forbidden), unit_of_work():
        services.cancel_ticket(desk, queries.get_ticket(own.id))


def test_a_late_cluster_gets_its_people_once_the_lead_agrees(scene):
    late = make_organisation(kind=OrganisationKind.CLUSTER, name="Neris", country="LT")
    waiting = [scene.ticket(scene.lead_id, country="LT") for _ in range(3)]
    kept = scene.ticket(scene.lead_id, country="LT", support_reason="handed_over")
    event = get_event("day")
    assert services.preview_late(scene.lead, event) == []
    scene.join(late)
    (move,) = services.preview_late(scene.lead, event)
    assert (move.cluster_id, move.country, move.people) == (late.id, "LT", 3)
    with pytest.raises(Conflict), unit_of_work():
        services.move_late(scene.lead, get_event("day"), people=2)
    with pytest.raises(Forbidden), unit_of_work():
        services.move_late(scene.co, get_event("day"), people=3)
    with unit_of_work():
        services.move_late(scene.lead, get_event("day"), people=3)
    found = db.session.query(Ticket).filter_by(supported_by_id=late.id)
    assert {one.id for one in found} == {one.id for one in waiting}
    assert kept.id in seen_by(scene, scene.lead)
    assert services.preview_late(scene.lead, get_event("day")) == []


def test_a_cluster_that_leaves_gives_everybody_back(scene):
    own = scene.ticket(scene.beside.id)
    (partner,) = list_partners(get_event("day"))
    with unit_of_work():
        remove_partner(scene.lead, "day", partner.id)
    assert seen_by(scene, scene.co) == set()
    run_jobs()
    db.session.expire_all()
    ticket = db.session.get_one(Ticket, own.id)
    assert (ticket.supported_by_id, ticket.support_reason) == (scene.lead_id, "left")


def test_lists_begin_within_the_fence(scene):
    own = scene.ticket(scene.beside.id, search_key="nowak")
    scene.ticket(scene.lead_id, search_key="nowak")

    seen = fence(scene.co, get_event("day"))
    wanted = AttendeeFilter(text="nowak", cluster_id=scene.lead_id)
    assert queries.count_attendees(scene.event.id, AttendeeFilter(text="nowak"), seen=seen) == 1
    assert queries.count_attendees(scene.event.id, wanted, seen=seen) == 0
    assert queries.count_valid(scene.event.id, seen) == 1
    assert queries.count_valid(scene.event.id, EVERYBODY) == 2
    badges = list_badge_tickets(scene.event.id, seen=seen)
    assert [one.id for one in badges] == [own.id]
