"""Letters that bring a certificate of attendance."""

from flask_babel import gettext as _

from app.certificates.facts import AttendanceCertificateMailed
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.tickets.queries import TicketForMail, get_ticket_for_mail


@subscribe(AttendanceCertificateMailed)
def bring(fact: AttendanceCertificateMailed) -> None:
    """Tell somebody where their certificate is; not whoever does not have the ticket any more."""
    found = get_ticket_for_mail(fact.ticket_id)
    if found.ticket.email == fact.email:
        post(
            fact,
            Reader.at(fact.email, found.ticket.given_name),
            lambda reader: _brought(reader, found),
        )


def _brought(reader: Reader, found: TicketForMail) -> Letter:
    return Letter(
        kind="attendance_certificate",
        ticket_id=found.ticket.id,
        subject=_("Your certificate of %(event)s", event=inert(found.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _("Thank you for coming. This is your certificate of what you attended."),
            _("Is your name wrong? Ask the organiser to correct it, and you get another."),
        ),
        details=(*when_and_where(found.event), (_("Name"), inert(found.ticket.name))),
        button=(
            _("Download the certificate"),
            address(f"/tickets/{found.link}/{encode_id(found.ticket.id)}/certificate.pdf"),
        ),
    )
