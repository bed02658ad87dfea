"""Files as jurors of blind rounds get them, and as organisers look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.juries.models import BlindFile, JudgingRound
from app.juries.rules.judging import JUDGED_STATES, PENDING_STATES
from app.juries.rules.rounds import Blindness
from app.proposals.models import Proposal, ProposalFile


@dataclass(frozen=True)
class BlindShown:
    """A file of a proposal: its number and its copy, None while that is being prepared."""

    number: int
    original: ProposalFile
    copy: BlindFile | None

    @property
    def state(self) -> str:
        """What a juror is told: preparing, ready or withheld."""
        return self.copy.state if self.copy is not None else "preparing"

    @property
    def reason(self) -> str:
        """Why it is withheld."""
        return self.copy.reason if self.copy is not None else ""

    @property
    def file(self) -> StoredFile | None:
        """What a juror gets; nothing unless it is ready."""
        return self.copy.file if self.copy is not None and self.state == "ready" else None


def list_blind_files(proposal_id: int) -> Sequence[BlindShown]:
    """Return the files of a proposal in their order, each with its copy."""
    query = (
        select(ProposalFile, BlindFile)
        .outerjoin(BlindFile, BlindFile.proposal_file_id == ProposalFile.id)
        .where(ProposalFile.proposal_id == proposal_id, ProposalFile.removed_at.is_(None))
        .options(joinedload(ProposalFile.file), joinedload(BlindFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    rows = db.session.execute(query).all()
    return [BlindShown(number, one, copy) for number, (one, copy) in enumerate(rows, start=1)]


def get_blind_file(proposal_id: int, blind_file_id: int) -> BlindFile:
    """Return the copy of a file of a proposal; NotFound for any other."""
    for one in list_blind_files(proposal_id):
        if one.copy is not None and one.copy.id == blind_file_id:
            return one.copy
    raise NotFound


def list_uncopied(challenge_id: int) -> Sequence[int]:
    """Return the files of a challenge's proposals that have no copy and need one."""
    query = _without_copy(select(ProposalFile.id)).where(Proposal.challenge_id == challenge_id)
    return db.session.scalars(query.order_by(ProposalFile.created_at, ProposalFile.id)).all()


def list_lacking_copies() -> Sequence[int]:
    """Return the challenges with a blind round where a file needs a copy and has none."""
    is_blind = exists().where(
        JudgingRound.challenge_id == Proposal.challenge_id,
        JudgingRound.blindness != Blindness.OPEN,
    )
    query = _without_copy(select(Proposal.challenge_id).select_from(ProposalFile)).where(is_blind)
    return db.session.scalars(query.distinct().order_by(Proposal.challenge_id)).all()


def _without_copy(query: Select[Any]) -> Select[Any]:
    """Narrow a query of files to those that need a copy and have none."""
    return (
        query.join(Proposal, Proposal.id == ProposalFile.proposal_id)
        .outerjoin(BlindFile, BlindFile.proposal_file_id == ProposalFile.id)
        .where(BlindFile.id.is_(None), ProposalFile.removed_at.is_(None))
        .where(Proposal.state.in_((*JUDGED_STATES, *PENDING_STATES)))
    )


def list_blind_challenges(event_id: int | None) -> Sequence[int]:
    """Return the challenges of an event that have a blind round."""
    query = select(JudgingRound.challenge_id).join(JudgingRound.challenge).distinct()
    query = query.where(JudgingRound.blindness != Blindness.OPEN)
    return db.session.scalars(query.where(Challenge.event_id == event_id)).all()
