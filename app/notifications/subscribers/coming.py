"""Letters that ask whether somebody comes."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.tickets.facts import ComingAsked
from app.tickets.queries import TicketForMail, get_ticket_for_mail
from app.tickets.rules.sales import TicketState


@subscribe(ComingAsked)
def ask(fact: ComingAsked) -> None:
    """Ask whoever has a ticket whether they come; a ticket that changed hands since does not."""
    found = get_ticket_for_mail(fact.ticket_id)
    if found.ticket.state == TicketState.VALID and found.ticket.email == fact.email:
        reader = Reader.at(fact.email, found.ticket.given_name)
        post(fact, reader, lambda reader: _asked(reader, found, is_reminder=fact.is_reminder))


def _asked(reader: Reader, found: TicketForMail, *, is_reminder: bool) -> Letter:
    name = inert(found.event.name)
    subject = _("Do you come to %(event)s?", event=name)
    if is_reminder:
        subject = _("Please say whether you come to %(event)s", event=name)
    return Letter(
        kind="coming_reminded" if is_reminder else "coming_asked",
        ticket_id=found.ticket.id,
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(
            _(
                "You have a place. Please say with one click that you come, or give the place "
                "back so that somebody else can have it."
            ),
        ),
        details=(
            *when_and_where(found.event),
            (_("Name"), inert(found.ticket.name)),
            (_("Ticket"), inert(found.ticket_type)),
        ),
        button=(
            _("Answer"),
            address(f"/tickets/{found.link}/{encode_id(found.ticket.id)}/coming"),
        ),
        after=(_("If you say nothing, you keep your place."),),
    )
