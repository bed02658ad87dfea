"""Letters about the teams of events."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.events.facts import LeadHandedOver
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity.queries import get_person
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(LeadHandedOver)
def tell_new_lead(fact: LeadHandedOver) -> None:
    """Tell an owner of a cluster that an event is theirs to lead now."""
    if fact.event_id is not None:
        event = get_event_by_id(fact.event_id)
        post(fact, Reader.of(get_person(fact.person_id)), lambda reader: _leads(reader, event))


def _leads(reader: Reader, event: Event) -> Letter:
    return Letter(
        kind="lead_handed_over",
        subject=_("You lead %(event)s now", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The only lead of this event was taken out of your cluster. An event always has "
                "a lead, so it is yours now, as an owner of the cluster."
            ),
            _("You can name another lead, and then leave the team, at any time."),
        ),
        button=(_("Go to the event"), address(f"/manage/{event.slug}")),
    )
