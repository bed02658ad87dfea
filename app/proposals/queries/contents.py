"""What a proposal holds: as it was handed in, its files, its versions."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.identity.models import Organisation
from app.proposals.models import Proposal, ProposalFile, Submission
from app.proposals.policies import is_inside
from app.proposals.queries.records import get_visible_proposal
from app.proposals.queries.wall import hides_outcome
from app.proposals.rules import SubmittedProposal, as_submitted


def submitted() -> Select[Proposal, dict[str, Any]]:
    """Return a query of the proposals that are handed in, each with the content that counts."""
    other = aliased(Submission)
    latest = select(func.max(other.number)).where(other.proposal_id == Proposal.id)
    return (
        select(Proposal, Submission.content)
        .join(Proposal.challenge)
        .join(Submission, Submission.proposal_id == Proposal.id)
        .where(Submission.number == latest.scalar_subquery(), Proposal.submitted_at.isnot(None))
        .options(
            selectinload(Proposal.challenge).joinedload(Challenge.event),
            *(defer(text) for text in (Proposal.summary, Proposal.answers, Proposal.partners)),
        )
    )


def get_submitted(proposal: Proposal, *, hides: bool = False) -> SubmittedProposal:
    """Return a proposal as it was handed in last, without an untold outcome if it hides one."""
    found = find_submitted(proposal, hides=hides)
    if found is None:
        raise NotFound
    return found


def list_submitted(ids: Collection[int]) -> list[SubmittedProposal]:
    """Return those of some proposals that are handed in, whoever asks."""
    homes = joinedload(Proposal.organisation).selectinload(Organisation.crossed)
    with_partners = selectinload(Proposal.consortium)
    query = submitted().options(homes, with_partners).where(Proposal.id.in_(ids))
    rows = db.session.execute(query)
    return [as_submitted(one, content, consortium=one.consortium) for one, content in rows]


def find_submitted(proposal: Proposal, *, hides: bool = False) -> SubmittedProposal | None:
    """Return a proposal as it was handed in last; None while nothing of it counts."""
    row = db.session.execute(submitted().where(Proposal.id == proposal.id)).one_or_none()
    return None if row is None else as_submitted(*row, hides=hides)


def get_as_read(actor: Actor, proposal: Proposal) -> Proposal | SubmittedProposal:
    """Return a proposal as the actor reads it: as it is written inside, else as it counts."""
    if is_inside(actor, proposal):
        return proposal
    return get_submitted(proposal, hides=hides_outcome(actor, proposal))


def questions_of(proposal: Proposal | SubmittedProposal) -> Sequence[Any]:
    """Return the questions that a proposal answers: those of its version once it is frozen."""
    if isinstance(proposal, SubmittedProposal):
        return proposal.questions
    return proposal.challenge.questions


def list_files(proposal: Proposal | SubmittedProposal) -> Sequence[ProposalFile]:
    """Return the files that a proposal has, or had when it was handed in, with their records."""
    query = (
        select(ProposalFile)
        .where(ProposalFile.proposal_id == proposal.id)
        .options(joinedload(ProposalFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    if isinstance(proposal, SubmittedProposal):
        query = query.where(ProposalFile.file_id.in_(proposal.file_ids))
    else:
        query = query.where(ProposalFile.removed_at.is_(None))
    return db.session.scalars(query).all()


def get_file(actor: Actor, proposal_id: int, file_id: int) -> StoredFile:
    """Return a file that the actor may read: insiders all that was sent, others what counts."""
    proposal = get_visible_proposal(actor, proposal_id)
    if not is_inside(actor, proposal) and file_id not in get_submitted(proposal).file_ids:
        raise NotFound
    query = (
        select(StoredFile)
        .join(ProposalFile, ProposalFile.file_id == StoredFile.id)
        .where(ProposalFile.proposal_id == proposal.id, StoredFile.id == file_id)
    )
    file = db.session.scalar(query)
    if file is None:
        raise NotFound
    return file


def list_submissions(proposal: Proposal) -> Sequence[Submission]:
    """Return the versions that were handed in, the latest first."""
    query = (
        select(Submission)
        .where(Submission.proposal_id == proposal.id)
        .options(selectinload(Submission.submitted_by))
        .order_by(Submission.number.desc())
    )
    return db.session.scalars(query).all()


def find_latest_submission(proposal: Proposal) -> Submission | None:
    """Return the version that counts: the last one handed in."""
    found = list_submissions(proposal)
    return found[0] if found else None


def frozen_partners(proposal: Proposal) -> Sequence[dict[str, Any]]:
    """Return who had agreed to make it together when it was handed in last."""
    query = select(Submission.content).where(Submission.proposal_id == proposal.id)
    content = db.session.scalar(query.order_by(Submission.number.desc()).limit(1)) or {}
    partners: Sequence[dict[str, Any]] = content.get("consortium", ())
    return partners


def find_submission(proposal_id: int, number: int) -> Submission | None:
    """Return a version with everything that its receipt names, whoever asks."""
    place = joinedload(Submission.proposal).joinedload(Proposal.challenge)
    query = (
        select(Submission)
        .where(Submission.proposal_id == proposal_id, Submission.number == number)
        .options(place.joinedload(Challenge.event), joinedload(Submission.submitted_by))
    )
    return db.session.scalar(query)


def list_readable_submissions(actor: Actor, proposal: Proposal) -> Sequence[Submission]:
    """Return the versions that the actor may read: insiders all, others the one that counts."""
    found = list_submissions(proposal)
    return found if is_inside(actor, proposal) else found[:1]


def get_submission(actor: Actor, proposal: Proposal, number: int | None = None) -> Submission:
    """Return a version that the actor may read; the last unless a number is given."""
    for submission in list_readable_submissions(actor, proposal):
        if number in (None, submission.number):
            return submission
    raise NotFound
