"""Reads for a challenge owner: what came in, marked, noted and side by side.

Marks and notes are asked for by the organisation that posts the challenge, never by proposal
alone, so that none of another owner can show.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.queries import get_visible_challenge
from app.comparison.models import ProposalMark, ProposalNote
from app.comparison.rules import HIDDEN, MOST, Line, Mark, Order, align, chosen
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission
from app.identity.models import Organisation
from app.juries.queries.results import load_results
from app.proposals.models import Proposal, ProposalFile
from app.proposals.queries import closed_to, submitted
from app.proposals.rules import SubmittedProposal, as_submitted

UNMARKED = "none"
_PLACES = {mark: place for place, mark in enumerate(Mark)}


@dataclass(frozen=True, kw_only=True)
class Received:
    """A proposal as its challenge's owner lists it."""

    proposal: SubmittedProposal
    mark: str | None
    notes: int

    @property
    def id(self) -> int:
        """The id of the proposal."""
        return self.proposal.id


@dataclass(frozen=True, kw_only=True)
class Score:
    """The place that the jury gave a proposal so far, and the score in per cent."""

    place: int | None
    percent: Any


@dataclass(frozen=True, kw_only=True)
class Column:
    """One of the proposals that stand side by side."""

    proposal: SubmittedProposal
    mark: str | None
    files: Sequence[ProposalFile] = ()
    own: ProposalNote | None = None
    others: Sequence[ProposalNote] = ()
    score: Score | None = None


@dataclass(frozen=True)
class Sheet:
    """Proposals side by side: a column each, and a line for each question."""

    columns: list[Column]
    lines: tuple[Line, ...] = field(default=())


def get_compared(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge whose proposals the actor compares."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.COMPARISON_VIEW, challenge)
    return challenge


def get_noted(actor: Actor, proposal_id: int) -> Proposal:
    """Return a proposal that the actor may mark and note something of."""
    query = select(Proposal).where(Proposal.id == proposal_id, Proposal.state.not_in(HIDDEN))
    place = joinedload(Proposal.challenge)
    proposal = db.session.scalar(query.options(place.joinedload(Challenge.event)))
    if proposal is None or proposal.submitted_at is None:
        raise NotFound
    if not can(actor, Permission.PROPOSAL_VIEW, proposal):
        raise NotFound
    authorize(actor, Permission.COMPARISON_VIEW, proposal.challenge)
    return proposal


def list_received(
    actor: Actor,
    challenge: Challenge,
    order: Order,
    limit: int,
    offset: int = 0,
    *,
    mark: str | None = None,
) -> list[Received]:
    """Return what was handed in to a challenge; `mark` leaves only those that have it."""
    query = _received(challenge)
    if mark is not None:
        query = query.where(ProposalMark.mark.is_(None) if mark == UNMARKED else _is(mark))
    closed = closed_to(actor, challenge.event_id)
    return _rows(challenge, query.order_by(*_ORDERS[order], Proposal.id), closed, limit, offset)


def list_received_after(
    actor: Actor, challenge: Challenge, after: int | None, limit: int
) -> list[Received]:
    """Return one page of what was handed in to a challenge, in the order of ids."""
    query = _received(challenge)
    if after is not None:
        query = query.where(Proposal.id > after)
    closed = closed_to(actor, challenge.event_id)
    return _rows(challenge, query.order_by(Proposal.id), closed, limit, 0)


def count_marks(challenge: Challenge) -> dict[str, int]:
    """Return how many proposals to a challenge have which mark; those without one count too."""
    query = (
        select(ProposalMark.mark, func.count(Proposal.id))
        .select_from(Proposal)
        .outerjoin(ProposalMark, _marks(challenge))
        .where(Proposal.challenge_id == challenge.id, Proposal.submitted_at.is_not(None))
        .where(Proposal.state.not_in(HIDDEN))
        .group_by(ProposalMark.mark)
    )
    return {mark or UNMARKED: number for mark, number in db.session.execute(query)}


def compare(actor: Actor, challenge: Challenge, ids: Sequence[int]) -> Sheet:
    """Return some proposals to a challenge side by side, in the order in which they are named."""
    if len(set(ids)) > MOST:
        raise Invalid("too_many_compared", most=MOST)
    query = _received(challenge).where(Proposal.id.in_(ids))
    closed = closed_to(actor, challenge.event_id)
    found = chosen({one.id: one for one in _rows(challenge, query, closed, MOST, 0)}, ids)
    if len(found) < len(set(ids)):
        raise NotFound
    keys = [one.id for one in found]
    files, notes = _files(found), _notes(challenge, keys)
    scores = _scores(actor, challenge, closed)
    columns = [
        Column(
            proposal=one.proposal,
            mark=one.mark,
            files=files[one.id],
            own=next((n for n in notes[one.id] if n.author_id == actor.person_id), None),
            others=[n for n in notes[one.id] if n.author_id != actor.person_id and n.text],
            score=scores.get(one.id),
        )
        for one in found
    ]
    return Sheet(columns, align([one.proposal for one in found]))


def find_mark(proposal: Proposal) -> ProposalMark | None:
    """Return the mark of a proposal by the owner of its challenge."""
    query = select(ProposalMark).where(
        ProposalMark.proposal_id == proposal.id, _of_owner(proposal.challenge)
    )
    return db.session.scalar(query)


def list_notes(proposal: Proposal) -> Sequence[ProposalNote]:
    """Return what the owner's people noted of a proposal, the newest first."""
    return [one for one in _notes(proposal.challenge, [proposal.id])[proposal.id] if one.text]


def find_own_note(actor: Actor, proposal: Proposal) -> ProposalNote | None:
    """Return what the actor noted of a proposal."""
    query = select(ProposalNote).where(
        ProposalNote.proposal_id == proposal.id, ProposalNote.author_id == actor.person_id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def list_opinions(challenge: Challenge) -> list[tuple[int, str | None, list[ProposalNote]]]:
    """Return the mark and the notes of each proposal to a challenge, for its owner's archive."""
    query = select(ProposalMark.proposal_id, ProposalMark.mark).join(
        Proposal, Proposal.id == ProposalMark.proposal_id
    )
    query = query.where(Proposal.challenge_id == challenge.id, _of_owner(challenge))
    marks: dict[int, str] = dict(iter(db.session.execute(query)))
    ids = select(Proposal.id).where(Proposal.challenge_id == challenge.id)
    notes = _notes(challenge, db.session.scalars(ids).all())
    return [
        (key, marks.get(key), [one for one in notes[key] if one.text])
        for key in dict.fromkeys([*marks, *notes])
    ]


def _received(challenge: Challenge) -> Select[Any, Any, Any]:
    return (
        submitted()
        .add_columns(ProposalMark.mark)
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .outerjoin(ProposalMark, _marks(challenge))
        .where(Proposal.challenge_id == challenge.id, Proposal.state.not_in(HIDDEN))
    )


def _rows(
    challenge: Challenge,
    query: Select[Any, Any, Any],
    closed: Collection[int],
    limit: int,
    offset: int,
) -> list[Received]:
    rows = db.session.execute(query.limit(limit).offset(offset)).all()
    notes = _count_notes(challenge, [proposal.id for proposal, _content, _mark in rows])
    return [
        Received(
            proposal=as_submitted(proposal, content, hides=proposal.id in closed),
            mark=mark,
            notes=notes[proposal.id],
        )
        for proposal, content, mark in rows
    ]


def _marks(challenge: Challenge) -> Any:
    return (ProposalMark.proposal_id == Proposal.id) & _of_owner(challenge)


def _of_owner(challenge: Challenge) -> Any:
    return ProposalMark.organisation_id == challenge.owner_organisation_id


def _is(mark: str) -> Any:
    return ProposalMark.mark == mark


def _count_notes(challenge: Challenge, ids: Collection[int]) -> Counter[int]:
    query = select(ProposalNote.proposal_id).where(
        ProposalNote.proposal_id.in_(ids),
        ProposalNote.organisation_id == challenge.owner_organisation_id,
        ProposalNote.text != "",
    )
    return Counter(db.session.scalars(query))


def _notes(challenge: Challenge, ids: Collection[int]) -> Mapping[int, list[ProposalNote]]:
    query = (
        select(ProposalNote)
        .where(
            ProposalNote.proposal_id.in_(ids),
            ProposalNote.organisation_id == challenge.owner_organisation_id,
        )
        .options(joinedload(ProposalNote.author))
        .order_by(ProposalNote.written_at.desc(), ProposalNote.id)
    )
    found: dict[int, list[ProposalNote]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.proposal_id].append(one)
    return found


def _files(found: Iterable[Received]) -> Mapping[int, list[ProposalFile]]:
    wanted = {one.id: one.proposal.file_ids for one in found}
    query = (
        select(ProposalFile)
        .where(ProposalFile.proposal_id.in_(wanted))
        .options(joinedload(ProposalFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    files: dict[int, list[ProposalFile]] = defaultdict(list)
    for one in db.session.scalars(query):
        if one.file_id in wanted[one.proposal_id]:
            files[one.proposal_id].append(one)
    return files


def _scores(actor: Actor, challenge: Challenge, closed: Collection[int]) -> dict[int, Score]:
    """Return the scores so far, for those who run the jury; to others they are not shown."""
    if not can(actor, Permission.JURY_MANAGE, challenge.event):
        return {}
    return {
        row.proposal_id: Score(place=row.rank.rank, percent=row.percent)
        for row in load_results(challenge, closed).rows
        if row.score.count
    }


_ORDERS: Mapping[Order, tuple[Any, ...]] = {
    Order.MARK: (
        case(_PLACES, value=ProposalMark.mark, else_=len(_PLACES)),
        Proposal.submitted_at,
    ),
    Order.SUBMITTED: (Proposal.submitted_at,),
    Order.ORGANISATION: (Organisation.search_key,),
}
