"""Letters about tickets that go to a colleague."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.tickets.facts import TicketTransferred, TransferOffered
from app.tickets.models import TicketTransfer
from app.tickets.queries import TicketForMail, get_ticket_for_mail
from app.tickets.queries.transfers import get_transfer, transfer_link
from app.web.i18n import format_instant


@subscribe(TransferOffered)
def invite_colleague(fact: TransferOffered) -> None:
    """Send the link with which a colleague takes a ticket."""
    found = get_transfer(fact.transfer_id)
    post(fact, Reader.at(found.email), lambda reader: _offered(reader, found))


@subscribe(TicketTransferred)
def tell_both(fact: TicketTransferred) -> None:
    """Send the ticket to whoever has it now, and tell whoever had it."""
    found = get_ticket_for_mail(fact.ticket_id)
    if found.ticket.epoch == fact.epoch:
        named = Reader.at(fact.email, found.ticket.given_name)
        post(fact, named, lambda reader: _taken(reader, found))
    post(fact, Reader.at(fact.from_email), lambda reader: _gone(reader, found, fact.email))


def _offered(reader: Reader, found: TicketTransfer) -> Letter:
    ticket, event = found.ticket, found.ticket.event
    return Letter(
        kind="transfer_offered",
        subject=_("A ticket for %(event)s waits for you", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(name)s passes a ticket on to you. Take it until %(when)s with your name and "
                "your answers.",
                name=inert(ticket.name),
                when=format_instant(found.expires_at, event.timezone),
            ),
        ),
        details=(*when_and_where(event), (_("Ticket"), inert(ticket.ticket_type.name))),
        button=(_("Take the ticket"), address(f"/ticket-transfers/{transfer_link(found)}")),
        after=(_("If you do not want it, do nothing: it stays with whoever has it."),),
    )


def _taken(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="transfer_taken",
        ticket_id=found.ticket.id,
        subject=_("Your ticket for %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The ticket is yours. Show this code at the door, on your phone or printed; the "
                "code that it had before no longer counts."
            ),
        ),
        details=(
            *when_and_where(found.event),
            (_("Name"), inert(found.ticket.name)),
            (_("Ticket"), inert(found.ticket_type)),
        ),
        button=(_("Open your ticket"), address(f"/tickets/{found.link}")),
        code=found.token,
    )


def _gone(reader: Reader, found: TicketForMail, email: str) -> Letter:
    return Letter(
        kind="transfer_gone",
        subject=_("Your ticket for %(event)s is passed on", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(email)s took the ticket that you passed on. Your code, a badge printed with it "
                "and the address of your ticket no longer count.",
                email=inert(email),
            ),
        ),
        details=(*when_and_where(found.event), (_("Ticket"), inert(found.ticket_type))),
        button=(_("Look at the event"), address(f"/e/{found.event.slug}")),
        after=(_("If that was not you, write to the organiser at once."),),
    )
