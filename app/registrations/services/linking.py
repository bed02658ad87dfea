"""Links of campaigns: made, and no longer offered."""

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.registrations import queries
from app.registrations.facts import CampaignLinkAdded, CampaignLinkRemoved
from app.registrations.models import CampaignLink
from app.tickets.rules.channels import is_channel

MOST_LINKS = 50


def add_link(actor: Actor, event: Event, *, channel: str) -> CampaignLink:
    """Offer an address that counts who registers by it."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if not is_channel(channel):
        raise Invalid("channel_wrong", field="channel")
    if queries.count_links(event.id) >= MOST_LINKS:
        raise Conflict("links_enough", most=MOST_LINKS)
    made = CampaignLink(id=new_id(), event_id=event.id, channel=channel)
    db.session.add(made)
    db.session.flush()
    record(
        CampaignLinkAdded(
            actor_id=actor.person_id, event_id=event.id, link_id=made.id, channel=channel
        )
    )
    return made


def remove_link(actor: Actor, event: Event, link_id: int) -> None:
    """Offer an address no more; it still counts, for it may be printed somewhere."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    found = queries.get_link(event.id, link_id)
    record(
        CampaignLinkRemoved(
            actor_id=actor.person_id, event_id=event.id, link_id=link_id, channel=found.channel
        )
    )
    db.session.delete(found)
