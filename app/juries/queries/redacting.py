"""What in proposals tells who makes them, for their authors and for organisers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Forbidden, NotFound
from app.juries.models import Redaction
from app.juries.queries.blinding import judged_blind, who_is_behind
from app.juries.rules.blinding import (
    Passage,
    Trace,
    blind_parts,
    find_clues,
    find_traces,
    parts_of,
)
from app.juries.rules.judging import JUDGED_STATES, PENDING_STATES
from app.proposals.models import Proposal
from app.proposals.policies import is_author
from app.proposals.queries import closed_to, get_visible_proposal


@dataclass(frozen=True)
class Looked:
    """A proposal with what the check found, and what organisers marked in it."""

    proposal: Proposal
    barred: Sequence[Trace]
    clues: Sequence[Trace]
    redactions: Sequence[Redaction]
    read: Mapping[str, str]

    @property
    def id(self) -> int:
        """Its number."""
        return self.proposal.id

    @property
    def title(self) -> str:
        """How its authors call it."""
        return self.proposal.title

    @property
    def parts(self) -> Mapping[str, str]:
        """Its texts as they were written."""
        return parts_of(self.proposal)

    @property
    def standing(self) -> frozenset[int]:
        """Which of the marked passages are in the text as it stands."""
        return frozenset(
            one.id for one in self.redactions if one.passage in self.parts.get(one.part, "")
        )

    @property
    def open_clues(self) -> Sequence[Trace]:
        """The clues that jurors read, for nobody marked them."""
        marked = {(one.part, one.passage) for one in self.redactions}
        return [one for one in self.clues if (one.part, one.words) not in marked]


def list_looked(actor: Actor, challenge: Challenge, limit: int, after: int = 0) -> Sequence[Looked]:
    """Return the proposals of a challenge that jurors may get, by title, as the check sees them."""
    query = _of(actor, challenge).order_by(Proposal.title, Proposal.id)
    return _look(db.session.scalars(query.limit(limit).offset(after)).all())


def list_after(
    actor: Actor, challenge: Challenge, after: int | None, limit: int
) -> Sequence[Looked]:
    """Return one page of them in the order of their ids."""
    query = _of(actor, challenge).where(Proposal.id > (after or 0)).order_by(Proposal.id)
    return _look(db.session.scalars(query.limit(limit)).all())


def get_looked(actor: Actor, challenge: Challenge, proposal_id: int) -> Looked:
    """Return one of them; what is closed to the actor does not exist."""
    query = _of(actor, challenge).where(Proposal.id == proposal_id)
    found = _look(db.session.scalars(query).all())
    if not found:
        raise NotFound
    return found[0]


def _of(actor: Actor, challenge: Challenge) -> Select[Proposal]:
    return (
        select(Proposal)
        .where(Proposal.challenge_id == challenge.id)
        .where(Proposal.state.in_((*JUDGED_STATES, *PENDING_STATES)))
        .where(Proposal.id.not_in(closed_to(actor, challenge.event_id)))
        .options(joinedload(Proposal.organisation))
    )


def _look(proposals: Sequence[Proposal]) -> list[Looked]:
    ids = [one.id for one in proposals]
    behind, marked = who_is_behind(ids), _marked(ids)
    found = []
    for one in proposals:
        parts, passages = parts_of(one), [Passage(m.part, m.passage) for m in marked[one.id]]
        found.append(
            Looked(
                one,
                find_traces(parts, behind[one.id]),
                find_clues(parts, behind[one.id]),
                marked[one.id],
                blind_parts(parts, behind[one.id], passages),
            )
        )
    return found


def _marked(ids: Sequence[int]) -> dict[int, list[Redaction]]:
    query = select(Redaction).where(Redaction.proposal_id.in_(ids)).order_by(Redaction.id)
    found: dict[int, list[Redaction]] = {key: [] for key in ids}
    for one in db.session.scalars(query.options(joinedload(Redaction.made_by))):
        found[one.proposal_id].append(one)
    return found


def get_own_traces(actor: Actor, proposal_id: int) -> Sequence[Trace]:
    """Return what tells jurors of a blind round who makes a proposal of the actor's."""
    proposal = get_visible_proposal(actor, proposal_id)
    if not is_author(actor, proposal):
        raise Forbidden
    return traces_of(proposal)


def traces_of(proposal: Proposal) -> Sequence[Trace]:
    """Return what in a proposal tells who makes it; nothing where no round is blind."""
    if not judged_blind([proposal.challenge_id]):
        return []
    parts, behind = parts_of(proposal), who_is_behind([proposal.id])[proposal.id]
    return [*find_traces(parts, behind), *find_clues(parts, behind)]
