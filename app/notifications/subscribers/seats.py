"""Letters about the seats of companies."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.facts import subscribe
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.seats.facts import SeatInvited, SeatsGiven, SeatsReturned, SeatsUnfilled
from app.seats.models import CompanySeats, SeatInvitation
from app.seats.queries import get_invitation, get_seats, invitation_link, seats_link
from app.web.i18n import format_instant


@subscribe(SeatsGiven)
def send_seats(fact: SeatsGiven) -> None:
    """Send a company the secret address of its seats."""
    given = get_seats(fact.seats_id)
    post(fact, Reader.at(given.email), lambda reader: _given(reader, given))


@subscribe(SeatsUnfilled)
def send_reminder(fact: SeatsUnfilled) -> None:
    """Remind a company of seats that it has not filled."""
    given = get_seats(fact.seats_id)
    post(fact, Reader.at(given.email), lambda reader: _unfilled(reader, given, fact.unfilled))


@subscribe(SeatsReturned)
def tell_return(fact: SeatsReturned) -> None:
    """Say that seats which were not filled went back."""
    given = get_seats(fact.seats_id)
    post(fact, Reader.at(given.email), lambda reader: _returned(reader, given, fact.returned))


@subscribe(SeatInvited)
def send_invitation(fact: SeatInvited) -> None:
    """Send somebody the link to their seat."""
    invitation = get_invitation(fact.invitation_id)
    post(fact, Reader.at(invitation.email), lambda reader: _invited(reader, invitation))


def _given(reader: Reader, given: CompanySeats) -> Letter:
    return Letter(
        kind="seats_given",
        subject=_("Your seats at %(event)s", event=inert(given.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "%(num)s seat is kept for %(company)s. Say until %(when)s who comes.",
                "%(num)s seats are kept for %(company)s. Say until %(when)s who comes.",
                given.seats,
                company=inert(given.company),
                when=_until(given),
            ),
        ),
        details=_details(given),
        button=(_("Fill the seats"), _link(given)),
        after=(_("Whoever has this link can fill and change the seats."),),
    )


def _unfilled(reader: Reader, given: CompanySeats, unfilled: int) -> Letter:
    return Letter(
        kind="seats_unfilled",
        subject=_("Seats at %(event)s are not filled", event=inert(given.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "%(num)s of your seats is not filled. On %(when)s it goes to others.",
                "%(num)s of your seats are not filled. On %(when)s they go to others.",
                unfilled,
                when=_until(given),
            ),
        ),
        details=_details(given),
        button=(_("Fill the seats"), _link(given)),
    )


def _returned(reader: Reader, given: CompanySeats, returned: int) -> Letter:
    return Letter(
        kind="seats_returned",
        subject=_("Seats at %(event)s went back", event=inert(given.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "%(num)s seat that was not filled went back to the organiser.",
                "%(num)s seats that were not filled went back to the organiser.",
                returned,
            ),
            _("Whoever has a ticket keeps it."),
        ),
        details=_details(given),
        button=(_("Look at the seats"), _link(given)),
    )


def _invited(reader: Reader, invitation: SeatInvitation) -> Letter:
    given = invitation.given
    said = {"company": inert(given.company), "when": _until(given)}
    return Letter(
        kind="seat_invited",
        subject=_("A seat for you at %(event)s", event=inert(given.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(company)s keeps a seat for you until %(when)s. Say who you are to take it.",
                **said,
            ),
        ),
        details=_details(given),
        button=(_("Take the seat"), address(f"/seat/{invitation_link(invitation)}")),
        after=(_("The link works once and is yours alone."),),
    )


def _details(given: CompanySeats) -> tuple[tuple[str, str], ...]:
    return (*when_and_where(given.event), (_("Ticket"), inert(given.ticket_type.name)))


def _until(given: CompanySeats) -> str:
    return format_instant(given.until, given.event.timezone)


def _link(given: CompanySeats) -> str:
    return address(f"/company-seats/{seats_link(given)}")
