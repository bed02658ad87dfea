"""Letters about who looked into an event."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.events.models import TeamRole
from app.events.queries import list_team
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.oversight.facts import GlassBroken
from app.oversight.models import BrokenGlass
from app.oversight.queries import get_glass
from app.web.i18n import format_instant


@subscribe(GlassBroken)
def tell_leads(fact: GlassBroken) -> None:
    """Tell the leads of an event that the operator sees it now, and why."""
    glass = get_glass(fact.glass_id)
    for member in list_team(glass.event):
        if member.role == TeamRole.LEAD:
            post(fact, Reader.of(member.person), lambda reader: _looked_in(reader, glass))


def _looked_in(reader: Reader, glass: BrokenGlass) -> Letter:
    event = glass.event
    return Letter(
        kind="glass_broken",
        subject=_("The operator looks into %(event)s", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The operator of this installation sees your event for some hours, as you see it, "
                "but can change nothing. You can end it on the event’s page. Every page that is "
                "opened stands in the event’s log."
            ),
        ),
        details=(
            (_("Who"), inert(glass.opened_by.name)),
            (_("Why"), glass.reason),
            (_("Until"), format_instant(glass.ends_at, event.timezone)),
        ),
        button=(_("Go to the event"), address(f"/manage/{event.slug}")),
    )
