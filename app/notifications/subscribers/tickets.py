"""Letters about tickets."""

from flask_babel import gettext as _

from app.billing.queries.cancelled import find_charge
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.tickets.facts import (
    RequestQuestioned,
    TicketCancelled,
    TicketDeclined,
    TicketMailAsked,
    TicketRegistered,
    TicketReissued,
    TicketRequested,
)
from app.tickets.queries import TicketForMail, get_ticket_for_mail
from app.tickets.queries.requests import questions_of
from app.tickets.rules.terms import IMPORT


@subscribe(TicketRegistered)
def send_ticket(fact: TicketRegistered) -> None:
    """Send the ticket to whoever registered; whom a list named gets it where that is asked for."""
    if fact.channel != IMPORT:
        _send(fact)


@subscribe(TicketMailAsked)
def send_once_more(fact: TicketMailAsked) -> None:
    """Send a ticket because an organiser asked for it."""
    _send(fact)


def _send(fact: TicketRegistered | TicketMailAsked) -> None:
    found = get_ticket_for_mail(fact.ticket_id)
    post(fact, _reader(found), lambda reader: _ticket(reader, found))


@subscribe(TicketRequested)
def send_receipt(fact: TicketRequested) -> None:
    """Say that a request to come arrived, and who decides; who stands on a list asked nobody."""
    if fact.channel == IMPORT:
        return
    found = get_ticket_for_mail(fact.ticket_id)
    post(fact, _reader(found), lambda reader: _requested(reader, found))


@subscribe(TicketDeclined)
def tell_refusal(fact: TicketDeclined) -> None:
    """Say that somebody cannot come, and why."""
    found = get_ticket_for_mail(fact.ticket_id)
    post(fact, _reader(found), lambda reader: _declined(reader, found))


@subscribe(RequestQuestioned)
def pass_question_on(fact: RequestQuestioned) -> None:
    """Send what an organiser wants to know to whoever wants to come."""
    found = get_ticket_for_mail(fact.ticket_id)
    (asked,) = [
        one for one in questions_of([fact.ticket_id])[fact.ticket_id] if one.id == fact.question_id
    ]
    post(fact, _reader(found), lambda reader: _question(reader, found, asked.question))


@subscribe(TicketReissued)
def send_new_ticket(fact: TicketReissued) -> None:
    """Send the new code when the old one no longer counts."""
    found = get_ticket_for_mail(fact.ticket_id)
    post(fact, _reader(found), lambda reader: _new_ticket(reader, found))


@subscribe(TicketCancelled)
def tell_cancellation(fact: TicketCancelled) -> None:
    """Say that a ticket no longer opens a door."""
    found = get_ticket_for_mail(fact.ticket_id)
    post(fact, _reader(found), lambda reader: _cancelled(reader, found))


def _reader(found: TicketForMail) -> Reader:
    return Reader.at(found.ticket.email, found.ticket.given_name)


def _ticket(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="ticket",
        ticket_id=found.ticket.id,
        subject=_("Your ticket for %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "You have a place at %(event)s. Show this code at the door, on your phone or "
                "printed. It is yours alone: do not pass it on.",
                event=inert(found.event.name),
            ),
        ),
        details=(
            *when_and_where(found.event),
            (_("Name"), inert(found.ticket.name)),
            (_("Ticket"), inert(found.ticket_type)),
        ),
        button=(_("Open your ticket"), _link(found)),
        after=(
            _(
                "The day for your calendar: %(address)s",
                address=address(_event(found) + "/calendar.ics"),
            ),
            _("The programme and the challenges: %(address)s", address=address(_event(found))),
        ),
        code=found.token,
    )


def _requested(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="ticket_requested",
        ticket_id=found.ticket.id,
        subject=_("Your request to come to %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your request arrived. %(organiser)s decides about it, and you get a mail with "
                "the ticket or with the reason why not. No place is taken until then.",
                organiser=inert(found.event.lead_organisation.name),
            ),
        ),
        details=(*when_and_where(found.event), (_("Ticket"), inert(found.ticket_type))),
        button=(_("Look at your request"), _link(found)),
    )


def _question(reader: Reader, found: TicketForMail, question: str) -> Letter:
    return Letter(
        kind="request_question",
        ticket_id=found.ticket.id,
        subject=_(
            "A question about your request to come to %(event)s", event=inert(found.event.name)
        ),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(organiser)s wants to know something before it is decided:",
                organiser=inert(found.event.lead_organisation.name),
            ),
        ),
        quotation=tuple(inert(line) for line in question.splitlines()),
        details=when_and_where(found.event),
        button=(_("Answer"), f"{_link(found)}/{encode_id(found.ticket.id)}/answer"),
    )


def _declined(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="ticket_declined",
        ticket_id=found.ticket.id,
        subject=_("You cannot come to %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _("The organiser cannot give you a place. The reason:"),
            inert(found.ticket.declined_for),
        ),
        details=when_and_where(found.event),
        button=(_("Look at the event"), address(_event(found))),
    )


def _new_ticket(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="ticket_reissued",
        ticket_id=found.ticket.id,
        subject=_("Your new ticket for %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your ticket got a new code. The old one, and a badge printed with it, no longer "
                "opens the door."
            ),
        ),
        details=when_and_where(found.event),
        button=(_("Open your ticket"), _link(found)),
        code=found.token,
    )


def _cancelled(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="ticket_cancelled",
        ticket_id=found.ticket.id,
        subject=_("Your ticket for %(event)s is cancelled", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your ticket is cancelled and your place is free for somebody else. If that is a "
                "mistake, register again or write to the organiser."
            ),
            *_money(found),
        ),
        details=when_and_where(found.event),
        button=(_("Look at the event"), address(_event(found))),
    )


def _money(found: TicketForMail) -> tuple[str, ...]:
    """Say what becomes of what a cancelled ticket cost; nothing of one that was free."""
    charge = find_charge(found.ticket.id)
    if charge is None:
        return ()
    if charge.is_paid:
        return (
            _(
                "Something was paid for invoice %(number)s, on which the ticket stands. The "
                "organiser decides what of it is given back.",
                number=charge.number,
            ),
        )
    return (
        _(
            "It has not to be paid any more: a credit note takes it off invoice %(number)s.",
            number=charge.number,
        ),
    )


def _event(found: TicketForMail) -> str:
    return f"/e/{found.event.slug}"


def _link(found: TicketForMail) -> str:
    return address(f"/tickets/{found.link}")
