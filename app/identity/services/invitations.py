"""The one mechanism of invitations: sent by mail, answered once by who has the address.

A feature says what accepting means for its purpose, and who manages such invitations; its own
services ask its own permissions before they send one.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from app.core import clock, tokens
from app.core.addresses import email_key
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import Invitation
from app.identity.rules import INVITATION_LASTS, Purpose, Throttle
from app.identity.services.throttle import count_attempt, key_of

Accept = Callable[[Actor, Invitation], None]
Decline = Callable[[Actor, Invitation, str], None]
_accepting: dict[Purpose, Accept] = {}
_declining: dict[Purpose, Decline] = {}


def accepts(purpose: Purpose) -> Callable[[Accept], Accept]:
    """Register what becomes of an accepted invitation; it gives what was invited to, no more."""

    def decorate(accept: Accept) -> Accept:
        _accepting[purpose] = accept
        return accept

    return decorate


def declines(purpose: Purpose) -> Callable[[Decline], Decline]:
    """Register what is kept of a declined invitation, with the reason if one was given."""

    def decorate(decline: Decline) -> Decline:
        _declining[purpose] = decline
        return decline

    return decorate


def send_invitation(
    actor: Actor,
    purpose: Purpose,
    *,
    email: str | None = None,
    refused: str | None = None,
    is_counted: bool = True,
    **offered: Any,
) -> Invitation:
    """Invite an address, whether or not it has an account, or a partner's organisation.

    `refused`: why it cannot be, which the sender learns at the price of an attempt.
    Who sends many at once has a limit of its own, and they are not counted here.
    """
    sender = queries.get_person(actor.person_id)
    if is_counted:
        count_attempt({Throttle.INVITATION: key_of(Throttle.INVITATION, str(sender.id))})
    if refused is not None:
        raise Conflict(refused, field="email")
    now = clock.now()
    invitation = Invitation(
        purpose=purpose,
        email=email,
        email_key=email_key(email) if email else None,
        invited_by_id=sender.id,
        created_at=now,
        sent_at=now,
        expires_at=now + INVITATION_LASTS,
        **offered,
    )
    _forget_expired(invitation)
    db.session.add(invitation)
    db.session.flush()
    _note_sending(actor, invitation)
    return invitation


def _forget_expired(new: Invitation) -> None:
    """Make room for an invitation where the same one has expired."""
    if new.purpose == Purpose.CONSORTIUM:
        return  # one for each proposal: whoever takes the partner out ends it
    names = ["purpose", "event_id", "email_key"]
    if new.purpose != Purpose.JURY:
        names.append("organisation_id")
    same = [getattr(Invitation, name).is_not_distinct_from(getattr(new, name)) for name in names]
    db.session.execute(delete(Invitation).where(*same, Invitation.expires_at <= clock.now()))


def _note_sending(actor: Actor, invitation: Invitation) -> None:
    fact = facts.InvitationSent(
        actor_id=actor.person_id,
        sent_count=invitation.sent_count,
        role=invitation.role,
        **_named(invitation),
    )
    record(fact)


def _named(invitation: Invitation) -> dict[str, Any]:
    return {
        "event_id": invitation.event_id,
        "invitation_id": invitation.id,
        "purpose": str(invitation.purpose),
        "organisation_id": invitation.organisation_id,
    }


def resend_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Send an invitation again; the new link ends the one before, and the time begins anew."""
    invitation = _get_managed(actor, invitation_id)
    key = key_of(Throttle.INVITATION, str(queries.get_person(actor.person_id).id))
    count_attempt({Throttle.INVITATION: key})
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    invitation.sent_count += 1
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + INVITATION_LASTS
    _note_sending(actor, invitation)
    return invitation


def withdraw_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Take an open invitation back."""
    invitation = _get_managed(actor, invitation_id)
    _close(invitation)
    record(facts.InvitationWithdrawn(actor_id=actor.person_id, **_named(invitation)))
    return invitation


def _get_managed(actor: Actor, invitation_id: int) -> Invitation:
    invitation = queries.get_invitation(invitation_id)
    authorize(actor, Permission.INVITATION_EDIT, invitation)
    return invitation


def withdraw_all(actor: Actor, *which: ColumnElement[bool]) -> None:
    """Take every open invitation back that fits, because its ground has gone."""
    for invitation in db.session.scalars(select(Invitation).where(*which)).all():
        if _end(invitation):
            record(facts.InvitationWithdrawn(actor_id=actor.person_id, **_named(invitation)))


def link_of(invitation: Invitation) -> str:
    """Return the last part of the address where it is answered; it stands in the mail alone."""
    return tokens.sign_link(_bound(invitation), invitation.id, invitation.sent_count)


def _bound(invitation: Invitation) -> str:
    return f"invitation-{invitation.purpose}"


def read_link(link: str) -> Invitation:
    """Return the invitation behind the link of a mail, unless it is over."""
    invitation = queries.find_invitation(tokens.linked_id(link))
    if invitation is None or invitation.email is None or invitation.purpose == Purpose.JOINING:
        raise NotFound("invitation_over")
    try:
        tokens.check_link(link, _bound(invitation), invitation.id, invitation.sent_count)
    except NotFound as error:
        raise NotFound("invitation_over") from error
    if invitation.is_over:
        raise NotFound("invitation_over")
    return invitation


def accept_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Take what the invitation offers, and nothing else, while its sender may still offer it."""
    authorize(actor, Permission.INVITATION_ANSWER, invitation)
    if not _may_still_offer(invitation):
        raise NotFound("invitation_over")
    _close(invitation, Invitation.expires_at > clock.now())
    fact = facts.InvitationAccepted(
        actor_id=actor.person_id,
        sender_id=invitation.invited_by_id,
        role=invitation.role,
        **_named(invitation),
    )
    record(fact)
    _accepting[Purpose(invitation.purpose)](actor, invitation)
    return invitation


def _may_still_offer(invitation: Invitation) -> bool:
    """Whether the sender, as they are now, could send it: nobody gives what they have lost."""
    sender = invitation.invited_by
    if sender.disabled_at is not None:
        return False
    return can(queries.actor_for(sender), Permission.INVITATION_EDIT, invitation)


def decline_invitation(actor: Actor, invitation: Invitation, *, reason: str = "") -> Invitation:
    """Let an invitation go, perhaps with a reason, which is kept where its purpose keeps it."""
    authorize(actor, Permission.INVITATION_ANSWER, invitation)
    return _decline(actor, invitation, reason)


def decline_by_link(actor: Actor, link: str, *, reason: str = "") -> Invitation:
    """Let an invitation go without an account: who has the mail has the address."""
    invitation = read_link(link)
    if actor.is_signed_in and email_key(actor.email) != invitation.email_key:
        raise Forbidden("invited_another")
    return _decline(actor, invitation, reason)


def _decline(actor: Actor, invitation: Invitation, reason: str) -> Invitation:
    _close(invitation)
    fact = facts.InvitationDeclined(
        actor_id=actor.person_id, sender_id=invitation.invited_by_id, **_named(invitation)
    )
    record(fact)
    if (keep := _declining.get(Purpose(invitation.purpose))) is not None:
        keep(actor, invitation, reason)
    return invitation


def _close(invitation: Invitation, *only: ColumnElement[bool]) -> None:
    """End an invitation once: of answers and withdrawals at the same time all but one are late."""
    if not _end(invitation, *only):
        raise NotFound("invitation_over")


def _end(invitation: Invitation, *only: ColumnElement[bool]) -> bool:
    closing = delete(Invitation).where(Invitation.id == invitation.id, *only)
    closed = closing.returning(Invitation.id)
    ended = db.session.scalar(closed, execution_options={"synchronize_session": False})
    if invitation in db.session:
        db.session.expunge(invitation)  # whoever holds it may still read what it said
    return ended is not None
