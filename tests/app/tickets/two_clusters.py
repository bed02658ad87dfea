"""An event of two clusters, for tests of the fence between them."""

from typing import Any

from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import EventPartner, TeamRole
from app.events.queries import get_event
from app.identity.models import OrganisationKind
from app.tickets import services
from app.tickets.rules.attendees import Attendee
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.factories.tickets import make_ticket, make_ticket_type


class Scene:
    """An event that a German cluster leads beside a Polish one, with an organiser of each."""

    own: Any
    foreign: Any
    organiser: Any
    ids: dict[str, str]
    mails: dict[str, Any]

    def __init__(self):
        lead = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbe", country="DE")
        self.beside = make_organisation(kind=OrganisationKind.CLUSTER, name="Wisła", country="PL")
        self.event = make_event(slug="day", lead_organisation_id=lead.id)
        self.lead_id = lead.id
        self.join(self.beside)
        self.kind = make_ticket_type(self.event)
        self.lead = self.seat(TeamRole.LEAD, lead)
        self.co = self.seat(TeamRole.CO_ORGANISER, self.beside)

    def join(self, cluster):
        saved(lambda: EventPartner(event_id=self.event.id, organisation_id=cluster.id))

    def seat(self, role, cluster):
        return actor_of(self.person(role, cluster))

    def person(self, role, cluster):
        """Return somebody with a place on the team."""
        person = make_person()
        make_team_member(self.event, person, role, organisation_id=cluster.id)
        db.session.expire(self.event, ["team"])
        return person

    def ticket(self, cluster_id, **values):
        return make_ticket(self.kind, supported_by_id=cluster_id, **values)

    def register(self, actor, country):
        attendee = Attendee(
            ticket_type=self.kind.id, given_name="Ewa", email=actor.email, country=country
        )
        with unit_of_work():
            order = services.register(actor, get_event("day"), attendee)
        return order.tickets[0]
