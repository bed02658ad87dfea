"""Who belongs to an organisation: people are invited, join by accepting, and can leave again."""

from sqlalchemy import delete, select

from app.core import tokens
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import email_key
from app.identity import facts, queries
from app.identity.models import Invitation, Membership, Organisation
from app.identity.rules import Throttle
from app.identity.services.throttle import count_attempt, key_of

PURPOSE = "membership-invitation"


def join(actor: Actor, organisation_id: int, person_id: int, role: str) -> Membership:
    """Make a person a member; who calls it knows that the person wants to."""
    membership = Membership(organisation_id=organisation_id, person_id=person_id, role=role)
    db.session.add(membership)
    fact = facts.MemberAdded(
        actor_id=actor.person_id, organisation_id=organisation_id, person_id=person_id
    )
    record(fact)
    return membership


def invite_member(actor: Actor, organisation_id: int, *, email: str) -> Invitation:
    """Ask an address into the actor's organisation, whether or not it has an account."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    sender = queries.get_person(actor.person_id)
    person = queries.find_person_by_email(email)
    if person is not None and queries.find_membership(organisation_id, person.id):
        raise Conflict("already_member", field="email")
    count_attempt({Throttle.INVITATION: key_of(Throttle.INVITATION, str(sender.id))})
    invitation = Invitation(
        organisation_id=organisation_id,
        email=email,
        email_key=email_key(email),
        invited_by_id=sender.id,
    )
    db.session.add(invitation)
    db.session.flush()
    fact = facts.MemberInvited(
        actor_id=sender.id, organisation_id=organisation_id, invitation_id=invitation.id
    )
    record(fact)
    return invitation


def withdraw_invitation(actor: Actor, organisation_id: int, invitation_id: int) -> None:
    """Take an open invitation back."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    invitation = queries.find_invitation(invitation_id)
    if invitation is None or invitation.organisation_id != organisation_id:
        raise NotFound
    _close(invitation)
    fact = facts.InvitationWithdrawn(
        actor_id=actor.person_id, organisation_id=organisation_id, invitation_id=invitation_id
    )
    record(fact)


def link_of(invitation: Invitation) -> str:
    """Return the last part of the address where an invitation is answered."""
    return tokens.sign_link(PURPOSE, invitation.id)


def open_invitation(actor: Actor, link: str) -> Invitation:
    """Return the invitation behind a link; its address has to be the actor's own."""
    invitation = queries.find_invitation(tokens.linked_id(link))
    if invitation is None:
        raise NotFound
    tokens.check_link(link, PURPOSE, invitation.id)
    if not can(actor, Permission.INVITATION_VIEW, invitation):
        raise Forbidden("invited_another")
    return invitation


def accept_invitation(actor: Actor, invitation: Invitation) -> Organisation:
    """Become a member of the organisation that asked, and return it."""
    authorize(actor, Permission.INVITATION_ANSWER, invitation)
    person = queries.get_person(actor.person_id)
    _close(invitation)
    join(actor, invitation.organisation_id, person.id, "member")
    return queries.get_organisation(invitation.organisation_id)


def decline_invitation(actor: Actor, invitation: Invitation) -> None:
    """Let an invitation go."""
    authorize(actor, Permission.INVITATION_ANSWER, invitation)
    _close(invitation)
    fact = facts.InvitationDeclined(
        actor_id=actor.person_id,
        organisation_id=invitation.organisation_id,
        invitation_id=invitation.id,
    )
    record(fact)


def _close(invitation: Invitation) -> None:
    """End an invitation once: of an answer and a withdrawal at the same time one is too late."""
    gone = delete(Invitation).where(Invitation.id == invitation.id).returning(Invitation.id)
    if db.session.scalar(gone) is None:
        raise NotFound


def remove_member(actor: Actor, organisation_id: int, person_id: int) -> None:
    """Take a colleague, or oneself, out of an organisation; the last member stays."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    # Two who leave at once look one after the other, so that one of them sees who is the last.
    locked = select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    db.session.execute(locked)
    membership = queries.find_membership(organisation_id, person_id)
    if membership is None:
        raise NotFound
    if len(queries.list_members(organisation)) == 1:
        raise Conflict("last_member")
    db.session.delete(membership)
    sent = (Invitation.organisation_id == organisation_id) & (Invitation.invited_by_id == person_id)
    db.session.execute(delete(Invitation).where(sent))
    fact = facts.MemberRemoved(
        actor_id=actor.person_id, organisation_id=organisation_id, person_id=person_id
    )
    record(fact)
