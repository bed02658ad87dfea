"""What each role on an event may do, and whose people it sees."""

import pytest

from app.core.authz import ANONYMOUS, SYSTEM, Actor
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.events import queries, services
from app.events.models import EventPartner, TeamMember, TeamRole
from app.events.policies import EVERYBODY, MAY, NOBODY, Fence, fence, may
from app.identity.models import OrganisationKind
from app.identity.services import withdraw_invitation
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_organisation, make_person

CO_ORGANISERS_MAY_NOT = {
    Permission.ACCESS_EDIT,
    Permission.ACCESS_VIEW,
    Permission.BILLING_MANAGE,
    Permission.BILLING_VIEW,
    Permission.CHALLENGE_IMPORT,
    Permission.CHECKIN_ADMIT,
    Permission.CHECKIN_MANAGE,
    Permission.EVENT_EDIT,
    Permission.EVENT_PUBLISH,
    Permission.JURY_DECIDE,
    Permission.JURY_MANAGE,
    Permission.NEED_VIEW,
    Permission.PROPOSAL_SCREEN,
    Permission.REPORT_MAKE,
    Permission.REPORT_VIEW,
    Permission.SCREENING_EDIT,
    Permission.SCREENING_VIEW,
    Permission.TICKET_MANAGE,
}


def seated(event, role, cluster=None):
    """Return an actor with a place on the team."""
    person = make_person()
    values = {"organisation_id": cluster.id} if cluster else {}
    make_team_member(event, person, role, **values)
    db.session.expire(event, ["team"])
    return Actor(person_id=person.id, email=person.email, name=person.name)


def partnered():
    """Return an event with a cluster beside its lead."""
    event = make_event()
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Klaster Łódź")
    saved(lambda: EventPartner(event_id=event.id, organisation_id=cluster.id))
    return event, cluster


def test_the_lead_may_everything_and_a_co_organiser_what_is_left(app):
    event, cluster = partnered()
    lead, beside = seated(event, TeamRole.LEAD), seated(event, TeamRole.CO_ORGANISER, cluster)
    assert [one for one in MAY if not may(lead, one, event)] == []
    assert {one for one in MAY if not may(beside, one, event)} == CO_ORGANISERS_MAY_NOT


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (TeamRole.LEAD, EVERYBODY),
        (TeamRole.DESK, EVERYBODY),
        (TeamRole.SCANNER, NOBODY),
        (TeamRole.REPORT_READER, NOBODY),
    ],
)
def test_lead_and_desk_see_everybody_and_others_nobody(app, role, seen):
    event, _cluster = partnered()
    assert fence(seated(event, role), event) == seen


def test_a_co_organiser_sees_the_people_of_its_cluster_on_its_event_only(app):
    event, cluster = partnered()
    actor = seated(event, TeamRole.CO_ORGANISER, cluster)
    seen = fence(actor, event)
    assert seen == Fence(frozenset({cluster.id}))
    assert seen.admits(cluster.id)
    assert not seen.admits(event.lead_organisation_id)
    assert fence(actor, make_event()) == NOBODY
    assert fence(ANONYMOUS, event) == NOBODY
    assert fence(SYSTEM, event).is_open


def test_a_co_organiser_acts_for_a_cluster_or_is_none(app):
    event, person = make_event(), make_person()
    with pytest.raises(Conflict):
        make_team_member(event, person, TeamRole.CO_ORGANISER, organisation_id=None)


def test_a_co_organiser_names_its_own_people_and_nobody_elses(app):
    event, cluster = partnered()
    actor = seated(event, TeamRole.CO_ORGANISER, cluster)
    lead = db.session.query(TeamMember).filter_by(role=TeamRole.LEAD).all()
    assert lead == []
    foreign = make_team_member(event, make_person(), TeamRole.DESK)
    email = make_person().email
    with unit_of_work():
        sent = services.invite_team_member(actor, event.slug, email=email, role=TeamRole.SCANNER)
    assert sent.organisation_id == cluster.id
    elsewhere = {"role": TeamRole.DESK, "organisation_id": foreign.organisation_id}
    email = make_person().email
    for values in ({"role": TeamRole.LEAD}, elsewhere):
        with pytest.raises(Forbidden), unit_of_work():
            services.invite_team_member(actor, event.slug, email=email, **values)
    with pytest.raises(Forbidden), unit_of_work():
        services.remove_team_member(actor, event.slug, foreign.id)
    with unit_of_work():
        withdraw_invitation(actor, sent.id)


def test_nobody_acts_for_a_cluster_that_does_not_run_the_event(app):
    event, _cluster = partnered()
    lead = seated(event, TeamRole.LEAD)
    stranger = make_organisation(kind=OrganisationKind.CLUSTER)
    email = make_person().email
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.invite_team_member(
            lead,
            event.slug,
            email=email,
            role=TeamRole.CO_ORGANISER,
            organisation_id=stranger.id,
        )
    assert refused.value.code == "not_of_event"


def test_a_cluster_that_leaves_takes_its_people_off_the_team(app):
    event, cluster = partnered()
    lead, beside = seated(event, TeamRole.LEAD), seated(event, TeamRole.CO_ORGANISER, cluster)
    (partner,) = queries.list_partners(event)
    with unit_of_work():
        services.remove_partner(lead, event.slug, partner.id)
    assert fence(beside, queries.get_event(event.slug)) == NOBODY
    assert [one.role for one in queries.list_team(event)] == [TeamRole.LEAD]
