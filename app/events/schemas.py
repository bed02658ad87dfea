"""What people and programs send and get about events."""

from typing import Any

from marshmallow import Schema, fields, post_load

from app.core.times import with_instants
from app.events.rules import SessionKind, TeamRole
from app.identity.schemas import Email, InvitationOut
from app.web.fields import Choice, Count, LocalDateTime, MarkdownText, Slug, Text, Timezone
from app.web.forms import Form, Id

TIMES = ("starts_at", "ends_at")
MOST_PEOPLE = 50_000


class EventForm(Form):
    """An event as its organiser describes it; local times are those of its zone."""

    name = Text(160, required=True)
    slug = Slug()
    timezone = Timezone(required=True)
    starts_at = LocalDateTime(required=True)
    ends_at = LocalDateTime(required=True)
    venue_name = Text(160, required=True)
    venue_address = Text(300)
    capacity = Count(1, MOST_PEOPLE, required=True)
    summary = Text(400)
    description = MarkdownText()

    @post_load
    def read_times(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Make the local times instants, if the zone came with them."""
        return with_instants(data, data["timezone"], TIMES) if data.get("timezone") else data


class NewEventForm(EventForm):
    """An event to be made, with the cluster that leads it."""

    lead_organisation_id = Id(required=True)


class PortalForm(Form):
    """Standing challenges of a cluster: their name, and the last day by the clocks of a zone."""

    name = Text(160, required=True)
    until = fields.Date(required=True)
    timezone = Timezone(required=True)
    summary = Text(400, required=True)


class PortalDetails(PortalForm):
    """What is said of standing challenges that are open."""

    description = MarkdownText()


class SessionForm(Form):
    """An entry of the programme."""

    title = Text(160, required=True)
    kind = Choice(SessionKind, load_default=SessionKind.PUBLIC)
    starts_at = LocalDateTime(required=True)
    ends_at = LocalDateTime(required=True)
    room = Text(80)
    speakers = Text(300)
    description = MarkdownText(5_000)


class TeamForm(Form):
    """Somebody for the team, by address."""

    email = Email(required=True)
    role = Choice(TeamRole, required=True)
    organisation_id = Id(allow_none=True)


class PlaceForm(Form):
    """What a member of the team does, and for which cluster."""

    role = Choice(TeamRole, required=True)
    organisation_id = Id(allow_none=True)


class PartnerForm(Form):
    """A cluster beside the lead, by name."""

    organisation = Text(200, required=True)


class EventOut(Schema):
    """An event."""

    id = Id()
    kind = fields.String()
    slug = fields.String()
    name = fields.String()
    state = fields.String()
    summary = fields.String()
    description = fields.String()
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")
    timezone = fields.String()
    venue_name = fields.String()
    venue_address = fields.String()
    capacity = fields.Integer()
    lead_organisation_id = Id()


class SessionOut(Schema):
    """An entry of the programme."""

    id = Id()
    title = fields.String()
    kind = fields.String()
    room = fields.String()
    speakers = fields.String()
    description = fields.String()
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")


class TeamMemberOut(Schema):
    """Somebody on the team."""

    id = Id()
    person_id = Id()
    name = fields.String(attribute="person.name")
    role = fields.String()
    organisation_id = Id(allow_none=True)


class EventInvitation(InvitationOut):
    """An open invitation onto the team, or of a cluster to co-organise."""

    organisation = fields.String(attribute="organisation.name")


class PartnerOut(Schema):
    """A cluster beside the lead."""

    id = Id()
    organisation_id = Id()
    name = fields.String(attribute="organisation.name")


class EventPage(Schema):
    """One page of events."""

    items = fields.List(fields.Nested(EventOut))
    next_cursor = fields.String(allow_none=True)


def in_zone(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return values with the times among them as instants, local ones read in the zone."""
    return with_instants(data, zone, TIMES)
