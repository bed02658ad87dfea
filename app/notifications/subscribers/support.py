"""Letters of a cluster to those whom it invites and supports."""

from functools import partial

from flask_babel import gettext as _

from app.core.addresses import email_key
from app.core.facts import subscribe
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.queries import MAILING
from app.notifications.rules import inert
from app.privacy.services.erasing import suppressed_since
from app.support.facts import MailingSent, ParticipantInvited
from app.support.models import Mailing, ParticipantInvitation
from app.support.queries.participants import (
    find_invitation,
    get_mailing,
    link_of,
    list_recipients,
)
from app.web.i18n import format_day


@subscribe(ParticipantInvited)
def invite_participant(fact: ParticipantInvited) -> None:
    """Send the link, unless the invitation was used, withdrawn or sent again meanwhile."""
    found = find_invitation(fact.invitation_id)
    if found is None or suppressed_since([found.email]):
        return
    if found.state == "open" and found.sent_count == fact.sent_count:
        post(fact, Reader.at(found.email), lambda reader: _invitation(reader, found))


def _invitation(reader: Reader, found: ParticipantInvitation) -> Letter:
    names = {"cluster": inert(found.cluster.name), "event": inert(found.event.name)}
    return Letter(
        kind="participant_invited",
        subject=_("%(cluster)s invites you to %(event)s", **names),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(cluster)s invites you to %(event)s and looks after you there. The link below "
                "registers you under this address, once.",
                **names,
            ),
        ),
        details=when_and_where(found.event),
        button=(_("Register"), address(f"/invited/{link_of(found)}")),
        after=(
            _(
                "The link works until %(day)s. If you do not want to come, you need not do "
                "anything.",
                day=format_day(found.expires_at, found.event.timezone),
            ),
        ),
    )


@subscribe(MailingSent)
def write_to_participants(fact: MailingSent) -> None:
    """Write to each participant of a cluster, one mail to each address.

    Whoever was erased gets none, unless they have registered anew since.
    """
    mailing = get_mailing(fact.mailing_id)
    tickets = list_recipients(mailing.event_id, mailing.cluster_id)
    since = suppressed_since(ticket.email for ticket in tickets)
    for ticket in tickets:
        erased_at = since.get(email_key(ticket.email))
        if erased_at is not None and ticket.created_at <= erased_at:
            continue
        reader = Reader.at(ticket.email, ticket.given_name)
        post(fact, reader, partial(_mailing, mailing, ticket.id))


def _mailing(mailing: Mailing, ticket_id: int, reader: Reader) -> Letter:
    names = {"cluster": inert(mailing.cluster.name), "event": inert(mailing.event.name)}
    return Letter(
        kind=MAILING,
        about=mailing.id,
        ticket_id=ticket_id,
        subject=_(
            "%(event)s: %(subject)s",
            event=inert(mailing.event.name),
            subject=inert(mailing.subject),
        ),
        greeting=greeting(reader),
        paragraphs=(_("%(cluster)s, which supports you at %(event)s, writes:", **names),),
        quotation=tuple(line for line in mailing.text.splitlines() if line.strip()),
        button=(_("Look at the event"), address(f"/e/{mailing.event.slug}")),
        after=(
            _(
                "%(cluster)s answers for these words. You get them because you have a ticket for "
                "%(event)s.",
                **names,
            ),
        ),
    )
