"""Who registered, was invited and came, as the log tells it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.checkin.facts import TicketAdmittedByHand
from app.checkin.models import Scan
from app.core.db import db
from app.demo.services.stage import Book, Deed, Stage
from app.support import facts as support
from app.support.models import Mailing, ParticipantInvitation
from app.tickets import facts
from app.tickets.models import Ticket, TicketState

Said = dict[str, Any]
REISSUED = timedelta(hours=20)  # after it was registered


def deeds_of_visitors(_stage: Stage, book: Book) -> Iterator[Deed]:
    """Return the way of every ticket, what co-organisers wrote, and who was let in by hand."""
    senders = {order.id: order.person_id for order in book.orders}
    channels = {order.id: order.channel for order in book.orders}
    for ticket in book.tickets.values():
        who = {"actor_id": senders[ticket.order_id], "event_id": book.event.id}
        yield from _ticket(ticket, who, channels[ticket.order_id])
    yield from _support(book)
    by_hand = select(Scan).where(Scan.event_id == book.event.id, Scan.person_id.is_not(None))
    for scan in db.session.scalars(by_hand):
        if scan.ticket_id is not None:
            admitted = TicketAdmittedByHand(
                actor_id=scan.person_id,
                event_id=scan.event_id,
                ticket_id=scan.ticket_id,
                gate_id=scan.gate_id,
                note="",
            )
            yield scan.scanned_at, admitted


def _ticket(one: Ticket, who: Said, channel: str) -> Iterator[Deed]:
    ids = {"ticket_id": one.id, "order_id": one.order_id, "email": "", **who}
    registered = facts.TicketRegistered(ticket_type_id=one.ticket_type_id, channel=channel, **ids)
    yield one.created_at, registered
    if one.epoch:
        yield one.created_at + REISSUED, facts.TicketReissued(epoch=one.epoch, **ids)
    if one.state == TicketState.CANCELLED and one.cancelled_at is not None:
        yield one.cancelled_at, facts.TicketCancelled(**ids)
    if one.validated_at is not None and one.supported_by_id is not None:
        validated = facts.AttendeeValidated(
            actor_id=one.validated_by_id,
            event_id=one.event_id,
            ticket_id=one.id,
            cluster_id=one.supported_by_id,
        )
        yield one.validated_at, validated


def _support(book: Book) -> Iterator[Deed]:
    event_id = book.event.id
    for one in db.session.scalars(select(ParticipantInvitation).filter_by(event_id=event_id)):
        ids: Said = {
            "actor_id": one.invited_by_id,
            "event_id": event_id,
            "invitation_id": one.id,
            "cluster_id": one.cluster_id,
        }
        yield one.sent_at, support.ParticipantInvited(sent_count=one.sent_count, **ids)
        if one.withdrawn_at is not None:
            yield one.withdrawn_at, support.ParticipantInvitationWithdrawn(**ids)
    for mailing in db.session.scalars(select(Mailing).filter_by(event_id=event_id)):
        sent = support.MailingSent(
            actor_id=mailing.sent_by_id,
            event_id=event_id,
            mailing_id=mailing.id,
            cluster_id=mailing.cluster_id,
            recipients=mailing.recipients,
        )
        yield mailing.created_at, sent
