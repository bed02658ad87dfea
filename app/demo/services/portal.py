"""The standing challenges of a cluster: a portal with challenges that are open now."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.demo.rules import script
from app.demo.rules.days import ZONE, Day
from app.demo.services.challenges import write_standing
from app.demo.services.stage import Stage, write
from app.events.models import Event, EventKind, EventState, TeamMember, TeamRole


def write_portal(stage: Stage) -> None:
    """Write the portal, its team and its challenges."""
    row = script.portal()
    today = Day.from_now(stage.now, 0)
    opened = today.at("10:00", row.since)
    cluster, lead = stage.organisations[row.cluster], stage.people[row.lead]
    portal = Event(
        id=stage.ids.new_event(),
        kind=EventKind.PORTAL,
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        description=row.description.strip(),
        starts_at=opened,
        ends_at=today.at("23:59", row.until),
        timezone=ZONE,
        venue_name="",
        capacity=0,
        state=EventState.PUBLISHED,
        lead_organisation_id=cluster.id,
        signing_key=Ed25519PrivateKey.generate().private_bytes_raw(),
        created_at=opened,
        published_at=opened,
    )
    write([portal])
    place = {"event_id": portal.id, "person_id": lead.id, "organisation_id": cluster.id}
    write([TeamMember(id=stage.ids.new(), role=TeamRole.LEAD, **place)])
    write_standing(stage, portal)
