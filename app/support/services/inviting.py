"""Inviting participants by a list of addresses; each link registers one person, once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import or_, update

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.rules.inviting import INVITATION_LASTS
from app.privacy.services.erasing import suppressed_since
from app.support.facts import (
    ParticipantInvitationUsed,
    ParticipantInvitationWithdrawn,
    ParticipantInvited,
)
from app.support.models import ParticipantInvitation
from app.support.queries import participants as queries
from app.support.rules.addresses import MOST_AT_ONCE, read_addresses
from app.tickets.models import Order
from app.tickets.services import Attendee, register

A_DAY = timedelta(days=1)
MOST_A_DAY = 500
MOST_TO_ONE = 5  # invitations that an address gets to an event, from all its clusters


@dataclass(frozen=True)
class Result:
    """What became of a line: `invited`, `waiting`, `registered`, `held` or `unreadable`.

    `held` says that an address gets no mail for now, and not why: it was invited too often, by
    whichever cluster, or its owner was erased, which nobody learns.
    """

    line: str
    result: str


def invite_participants(actor: Actor, event: Event, text: str) -> list[Result]:
    """Invite each address of a list in the name of the actor's cluster; nobody gets two mails.

    Only the cluster's own participants are known to have registered: of others' nothing is said.
    """
    authorize(actor, Permission.SUPPORT_MANAGE, event)
    listed = read_addresses(text)
    if not listed.addresses:
        raise Invalid("no_addresses", field="addresses")
    if len(listed.addresses) > MOST_AT_ONCE:
        raise Invalid(
            "too_many_addresses",
            field="addresses",
            count=len(listed.addresses),
            most=MOST_AT_ONCE,
        )
    cluster_id = queries.own_cluster_id(actor, event)
    _check_cap(event, cluster_id, len(listed.addresses))
    known = queries.find_by_address(event.id, cluster_id, listed.addresses)
    registered = queries.find_registered(event.id, cluster_id, listed.addresses)
    held = _held(event, listed.addresses)
    found = []
    for address in listed.addresses:
        key = email_key(address)
        if key in registered:
            found.append(Result(address, "registered"))
        elif key in known and known[key].state == "open":
            found.append(Result(address, "waiting"))
        elif key in held:
            found.append(Result(address, "held"))
        else:
            _invite(actor, event, cluster_id, address, known.get(key))
            found.append(Result(address, "invited"))
    return found + [Result(line, "unreadable") for line in listed.unreadable]


def _held(event: Event, addresses: Collection[str]) -> set[str]:
    """Return which of some addresses get no invitation, as they are compared."""
    often = queries.find_invited_often(event.id, addresses, MOST_TO_ONE)
    return often | suppressed_since(addresses).keys()


def _check_cap(event: Event, cluster_id: int, more: int) -> None:
    sent = queries.count_sent_since(event.id, cluster_id, clock.now() - A_DAY)
    if sent + more > MOST_A_DAY:
        raise Conflict("invited_enough", field="addresses", most=MOST_A_DAY)


def _invite(
    actor: Actor, event: Event, cluster_id: int, address: str, old: ParticipantInvitation | None
) -> None:
    """Invite an address, or again one whose invitation is over."""
    if old is not None:
        _send_again(actor, old)
        return
    invitation = ParticipantInvitation(
        id=new_id(),
        event_id=event.id,
        cluster_id=cluster_id,
        email=address,
        email_key=email_key(address),
        invited_by_id=actor.person_id,
        sent_count=1,
        expires_at=clock.now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    _note_sending(actor, invitation)


def _send_again(actor: Actor, invitation: ParticipantInvitation) -> None:
    """Send a new link, which ends the one before; never for one that somebody has used."""
    now = clock.now()
    rule = update(ParticipantInvitation).where(
        ParticipantInvitation.id == invitation.id,
        ParticipantInvitation.sent_count == invitation.sent_count,
    )
    times = {"sent_at": now, "expires_at": now + INVITATION_LASTS, "withdrawn_at": None}
    sending = rule.values(sent_count=ParticipantInvitation.sent_count + 1, ticket_id=None, **times)
    if db.session.scalar(sending.returning(ParticipantInvitation.id)) is None:
        raise Conflict
    db.session.refresh(invitation)
    _note_sending(actor, invitation)


def _note_sending(actor: Actor, invitation: ParticipantInvitation) -> None:
    record(
        ParticipantInvited(
            actor_id=actor.person_id,
            event_id=invitation.event_id,
            invitation_id=invitation.id,
            cluster_id=invitation.cluster_id,
            sent_count=invitation.sent_count,
        )
    )


def resend_invitation(actor: Actor, event: Event, invitation_id: int) -> ParticipantInvitation:
    """Send an invitation again that is open, withdrawn or expired."""
    authorize(actor, Permission.SUPPORT_MANAGE, event)
    invitation = queries.get_invitation(actor, event, invitation_id)
    if invitation.state == "used":
        raise NotFound("participant_invitation_over")
    if _held(event, [invitation.email]):
        raise Conflict("address_held")
    _check_cap(event, invitation.cluster_id, 1)
    _send_again(actor, invitation)
    return invitation


def withdraw_invitation(actor: Actor, event: Event, invitation_id: int) -> ParticipantInvitation:
    """Take an open invitation back; of this and a registration at the same time one comes late."""
    authorize(actor, Permission.SUPPORT_MANAGE, event)
    invitation = queries.get_invitation(actor, event, invitation_id)
    rule = update(ParticipantInvitation).where(
        ParticipantInvitation.id == invitation.id,
        ParticipantInvitation.ticket_id.is_(None),
        ParticipantInvitation.withdrawn_at.is_(None),
    )
    ending = rule.values(withdrawn_at=clock.now()).returning(ParticipantInvitation.id)
    if db.session.scalar(ending) is None:
        raise NotFound("participant_invitation_over")
    record(
        ParticipantInvitationWithdrawn(
            actor_id=actor.person_id,
            event_id=event.id,
            invitation_id=invitation.id,
            cluster_id=invitation.cluster_id,
        )
    )
    return invitation


def register_invited(
    actor: Actor, link: str, attendee: Attendee, *, client_key: str | None = None
) -> Order:
    """Register whoever has the mailed link, under its address; sent twice, it happens once."""
    invitation = queries.get_by_link(link)
    bound = replace(attendee, email=invitation.email)
    order = register(
        actor, invitation.event, bound, client_key=client_key, invited_by=invitation.cluster_id
    )
    db.session.flush()
    (ticket,) = order.tickets
    mine = ParticipantInvitation.ticket_id
    rule = update(ParticipantInvitation).where(
        ParticipantInvitation.id == invitation.id,
        ParticipantInvitation.sent_count == invitation.sent_count,
        ParticipantInvitation.withdrawn_at.is_(None),
        ParticipantInvitation.expires_at > clock.now(),
        or_(mine.is_(None), mine == ticket.id),
    )
    used = rule.values(ticket_id=ticket.id).returning(ParticipantInvitation.id)
    if db.session.scalar(used) is None:
        raise NotFound("participant_invitation_over")
    record(
        ParticipantInvitationUsed(
            actor_id=actor.person_id,
            event_id=invitation.event_id,
            invitation_id=invitation.id,
            cluster_id=invitation.cluster_id,
            ticket_id=ticket.id,
        )
    )
    return order
