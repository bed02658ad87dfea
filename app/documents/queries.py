"""Reading documents, agreements, accesses and openings."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.policies import is_owner
from app.challenges.queries import get_visible_challenge
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents.models import Acceptance, Access, Agreement, Document, Opening
from app.documents.policies import Shown
from app.documents.rules import (
    CONFIDENTIAL,
    AccessState,
    Circle,
    Step,
    Tier,
    may_open,
    next_step,
)
from app.juries.models import Assignment, ConflictOfInterest, Juror
from app.proposals.models import Proposal

# Made once, for every public page of a challenge asks it.
_OF_CHALLENGE = (
    select(Document)
    .where(Document.challenge_id == bindparam("challenge_id"), Document.removed_at.is_(None))
    .options(joinedload(Document.file))
    .order_by(Document.id)
)


@dataclass(frozen=True)
class Shelf:
    """The documents of a challenge as somebody sees them: what is open, and how to get further."""

    documents: Sequence[Document]
    locked: int
    step: Step


def circle_of(actor: Actor, challenge: Challenge) -> Circle:
    """Return how close somebody is to a challenge."""
    if not actor.is_signed_in or is_owner(actor, challenge):
        return Circle(actor.is_signed_in, is_owner=is_owner(actor, challenge))
    return Circle(
        is_signed_in=True,
        is_juror=_judges(actor, challenge),
        cleared=frozenset(_cleared(actor, challenge)),
    )


def _judges(actor: Actor, challenge: Challenge) -> bool:
    """Whether somebody has a proposal to judge there, and neither gave it up nor is in conflict."""
    in_conflict = exists().where(
        ConflictOfInterest.juror_id == Assignment.juror_id,
        ConflictOfInterest.proposal_id == Assignment.proposal_id,
    )
    statement = (
        exists()
        .where(Juror.person_id == actor.person_id, Assignment.juror_id == Juror.id)
        .where(Proposal.id == Assignment.proposal_id, Proposal.challenge_id == challenge.id)
        .where(Assignment.recused_at.is_(None), ~in_conflict)
    )
    return bool(db.session.scalar(select(statement)))


def _cleared(actor: Actor, challenge: Challenge) -> Sequence[int]:
    """Return for which organisations somebody accepted the newest agreement, and is let in."""
    if not actor.organisation_ids:
        return ()
    agreement = find_agreement(challenge.id)
    if agreement is None:
        return ()
    statement = (
        select(Access.organisation_id)
        .join(Acceptance, Acceptance.access_id == Access.id)
        .where(
            Access.challenge_id == challenge.id,
            Access.state == AccessState.CONFIRMED,
            Access.organisation_id.in_(sorted(actor.organisation_ids)),
            Acceptance.agreement_id == agreement.id,
            Acceptance.person_id == actor.person_id,
        )
    )
    return db.session.scalars(statement).all()


def shelf_of(actor: Actor, challenge: Challenge) -> Shelf:
    """Return what of a challenge's documents somebody may open, and what they do for the rest."""
    documents = list_documents(challenge.id)
    circle = circle_of(actor, challenge)
    shown = [one for one in documents if may_open(one.tier, circle)]
    locked = sum(one.tier == Tier.AGREEMENT for one in documents if one not in shown)
    asks = bool(actor.organisation_ids - {challenge.owner_organisation_id})
    states = frozenset(one.state for one in list_own_accesses(actor, challenge.id))
    return Shelf(shown, locked, next_step(circle, states, can_ask=asks))


def get_openable(actor: Actor, challenge_id: int, document_id: int) -> tuple[Document, Circle]:
    """Return a document that somebody may open, with how close they are; none other exists."""
    challenge = get_visible_challenge(actor, challenge_id)
    document = get_document(challenge_id, document_id)
    circle = circle_of(actor, challenge)
    authorize(actor, Permission.DOCUMENT_VIEW, Shown(challenge, document.tier, circle))
    return document, circle


def get_plain(actor: Actor, challenge_id: int, document_id: int) -> Document:
    """Return a document whose opening nobody writes down."""
    document, _circle = get_openable(actor, challenge_id, document_id)
    if document.tier in CONFIDENTIAL:
        raise NotFound
    return document


def get_document(challenge_id: int, document_id: int) -> Document:
    """Return a document of a challenge that was not removed, whoever asks."""
    statement = (
        select(Document)
        .where(Document.id == document_id, Document.challenge_id == challenge_id)
        .where(Document.removed_at.is_(None))
        .options(joinedload(Document.file))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def list_documents(challenge_id: int) -> Sequence[Document]:
    """Return the documents of a challenge in the order in which they came."""
    return db.session.scalars(_OF_CHALLENGE, {"challenge_id": challenge_id}).all()


def find_agreement(challenge_id: int) -> Agreement | None:
    """Return the newest version of a challenge's agreement."""
    statement = (
        select(Agreement)
        .where(Agreement.challenge_id == challenge_id)
        .order_by(Agreement.version.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def list_own_accesses(actor: Actor, challenge_id: int) -> Sequence[Access]:
    """Return what the actor's organisations asked of a challenge."""
    if not actor.organisation_ids:
        return []
    statement = (
        select(Access)
        .where(Access.challenge_id == challenge_id)
        .where(Access.organisation_id.in_(sorted(actor.organisation_ids)))
        .options(joinedload(Access.organisation))
        .order_by(Access.id)
    )
    return db.session.scalars(statement).all()


def get_access(access_id: int) -> Access:
    """Return an organisation's request, whoever asks."""
    return db.session.get_one(Access, access_id)


def get_supervised(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge whose readers the actor may see."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.ACCESS_VIEW, challenge)
    return challenge


def list_accesses(challenge: Challenge) -> Sequence[Access]:
    """Return which organisations asked, those that wait first."""
    statement = (
        select(Access)
        .where(Access.challenge_id == challenge.id)
        .options(joinedload(Access.organisation), joinedload(Access.asked_by))
        .order_by(Access.state != AccessState.ASKED, Access.id)
    )
    return db.session.scalars(statement).all()


def list_acceptances(challenge: Challenge, limit: int, after: int = 0) -> Sequence[Acceptance]:
    """Return who accepted which version for whom, the newest first."""
    statement = (
        select(Acceptance)
        .join(Acceptance.agreement)
        .where(Agreement.challenge_id == challenge.id)
        .options(
            joinedload(Acceptance.agreement),
            joinedload(Acceptance.person),
            joinedload(Acceptance.access).joinedload(Access.organisation),
        )
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id)
    )
    return db.session.scalars(statement.limit(limit).offset(after)).all()


def list_openings(challenge: Challenge, limit: int, after: int = 0) -> Sequence[Opening]:
    """Return who opened what, the newest first."""
    statement = (
        select(Opening)
        .join(Opening.document)
        .where(Document.challenge_id == challenge.id)
        .options(
            joinedload(Opening.document),
            joinedload(Opening.person),
            joinedload(Opening.organisation),
        )
        .order_by(Opening.opened_at.desc(), Opening.id)
    )
    return db.session.scalars(statement.limit(limit).offset(after)).all()


def list_waiting(actor: Actor) -> Sequence[tuple[int, str]]:
    """Return the challenges of the actor's organisations in which somebody waits to be let in."""
    statement = (
        select(Challenge.id, Challenge.title)
        .where(Challenge.owner_organisation_id.in_(sorted(actor.organisation_ids)))
        .where(exists().where(Access.challenge_id == Challenge.id, Access.state == "asked"))
        .order_by(Challenge.id)
    )
    return [(row.id, row.title) for row in db.session.execute(statement)]


def may_supervise(actor: Actor, challenge: Challenge) -> bool:
    """Whether the actor sees who reads a challenge."""
    return can(actor, Permission.ACCESS_VIEW, challenge)
