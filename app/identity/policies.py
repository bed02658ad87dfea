"""Who may change a person and an organisation."""

from collections.abc import Callable
from typing import Any

from app.core.addresses import email_key
from app.core.authz import Actor, Policy, permits
from app.core.permissions import Permission
from app.identity.rules import ASKED_OF_OWNERS, CrossedState, Purpose, Side, answering_side

_managing: dict[Purpose, Policy] = {}


@permits(Permission.PERSON_EDIT)
def can_edit_person(actor: Actor, person: Any) -> bool:
    """Whether it is the actor's own account."""
    return actor.person_id is not None and actor.person_id == person.id


@permits(Permission.ORGANISATION_VIEW)
def can_view_organisation(actor: Actor, organisation: Any) -> bool:
    """Whether the actor belongs to it or observes it; the operator sees every one."""
    known = actor.organisation_ids | actor.observed_ids
    return actor.is_operator or (organisation is not None and organisation.id in known)


@permits(Permission.ORGANISATION_EDIT)
def can_edit_organisation(actor: Actor, organisation: Any) -> bool:
    """Whether the actor is one of its owners."""
    return organisation.id in actor.administered_ids


@permits(Permission.ORGANISATION_JOIN)
def can_ask_to_join(actor: Actor, organisation: Any) -> bool:
    """Whether the actor is a person, who finds it in the directory."""
    return actor.person_id is not None and organisation.listed_at is not None


@permits(Permission.MEMBERSHIP_VIEW)
def can_view_memberships(actor: Actor, organisation: Any) -> bool:
    """Whether the actor acts for it or runs the installation."""
    return actor.is_operator or organisation.id in actor.organisation_ids


@permits(Permission.MEMBERSHIP_END)
def can_end_membership(actor: Actor, membership: Any) -> bool:
    """Whether it is the actor's own, or of an organisation that the actor owns."""
    is_own = actor.person_id is not None and membership.person_id == actor.person_id
    return is_own or membership.organisation_id in actor.administered_ids


@permits(Permission.CROSSED_VIEW)
def can_view_crossed(actor: Actor, crossed: Any) -> bool:
    """Whether the actor acts for the organisation or for the cluster."""
    return bool({crossed.organisation_id, crossed.cluster_id} & actor.organisation_ids)


@permits(Permission.CROSSED_ANSWER)
def can_answer_crossed(actor: Actor, crossed: Any) -> bool:
    """Whether the actor owns the side that was asked."""
    return side_id(crossed, answering_side(crossed.asked_by)) in actor.administered_ids


@permits(Permission.CROSSED_END)
def can_end_crossed(actor: Actor, crossed: Any) -> bool:
    """Whether the actor owns one of the sides; a question is taken back by who asked."""
    if crossed.state == CrossedState.ASKED:
        return side_id(crossed, Side(crossed.asked_by)) in actor.administered_ids
    return bool({crossed.organisation_id, crossed.cluster_id} & actor.administered_ids)


def side_id(crossed: Any, side: Side) -> int:
    """Return the organisation that stands on one side of a crossed membership."""
    return int(crossed.cluster_id if side == Side.CLUSTER else crossed.organisation_id)


def manages(purpose: Purpose) -> Callable[[Policy], Policy]:
    """Register who sends and withdraws the invitations of a purpose."""

    def decorate(policy: Policy) -> Policy:
        _managing[purpose] = policy
        return policy

    return decorate


@manages(Purpose.JOINING)
def can_manage_joining(actor: Actor, invitation: Any) -> bool:
    """Whether it is the actor who asks to be let in."""
    return actor.person_id is not None and invitation.invited_by_id == actor.person_id


@manages(Purpose.MEMBERSHIP)
def can_manage_membership(actor: Actor, invitation: Any) -> bool:
    """Whether the actor may change who belongs to the organisation."""
    return can_edit_organisation(actor, invitation.organisation)


def is_invited(actor: Actor, invitation: Any) -> bool:
    """Whether it was sent to the proved address of the actor, or to their organisation."""
    if invitation.purpose == Purpose.JOINING:
        return invitation.organisation_id in actor.administered_ids
    if invitation.purpose == Purpose.PARTNER:
        return invitation.organisation_id in actor.organisation_ids
    is_theirs = actor.is_signed_in and actor.has_proved_email
    return is_theirs and email_key(actor.email) == invitation.email_key


@permits(Permission.INVITATION_VIEW)
def can_view_invitation(actor: Actor, invitation: Any) -> bool:
    """Whether the actor is invited, or could have sent it."""
    return is_invited(actor, invitation) or can_edit_invitation(actor, invitation)


@permits(Permission.INVITATION_EDIT)
def can_edit_invitation(actor: Actor, invitation: Any) -> bool:
    """Whether the actor answers for what it invites to."""
    return _managing[Purpose(invitation.purpose)](actor, invitation)


@permits(Permission.INVITATION_ANSWER)
def can_answer_invitation(actor: Actor, invitation: Any) -> bool:
    """Whether the actor is invited, and is an owner of the organisation if that is asked."""
    if invitation.purpose in ASKED_OF_OWNERS:
        return invitation.organisation_id in actor.administered_ids
    return is_invited(actor, invitation)


@permits(Permission.SESSION_VIEW)
def can_view_session(actor: Actor, session: Any) -> bool:
    """Whether it is one of the actor's own."""
    return actor.person_id is not None and actor.person_id == session.person_id


@permits(Permission.SESSION_END)
def can_end_session(actor: Actor, session: Any) -> bool:
    """Whether it is one of the actor's own."""
    return can_view_session(actor, session)


@permits(Permission.PASSKEY_VIEW)
def can_view_passkey(actor: Actor, passkey: Any) -> bool:
    """Whether it is one of the actor's own."""
    return actor.person_id is not None and actor.person_id == passkey.person_id


@permits(Permission.PASSKEY_EDIT)
def can_edit_passkey(actor: Actor, passkey: Any) -> bool:
    """Whether it is one of the actor's own."""
    return can_view_passkey(actor, passkey)


@permits(Permission.TOKEN_VIEW)
def can_view_token(actor: Actor, token: Any) -> bool:
    """Whether it is one of the actor's own."""
    return actor.person_id is not None and actor.person_id == token.person_id


@permits(Permission.TOKEN_REVOKE)
def can_revoke_token(actor: Actor, token: Any) -> bool:
    """Whether it is one of the actor's own."""
    return can_view_token(actor, token)


@permits(Permission.CLUSTER_VIEW)
def can_view_clusters(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation."""
    return actor.is_operator


@permits(Permission.CLUSTER_CREATE)
def can_create_cluster(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation."""
    return actor.operates
