"""Reads for a juror: only what is assigned to them and what nothing ties them to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, not_, select
from sqlalchemy.orm import QueryableAttribute, aliased, joinedload, selectinload

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.permissions import Permission
from app.identity.models import Person
from app.juries.models import Assignment, JudgingRound, Juror, Scorecard
from app.juries.queries.blinding import in_pile_order, prepare
from app.juries.queries.copies import BlindShown, list_blind_files
from app.juries.queries.ties import in_conflict, is_begun, is_of_the_proposer, joined_before
from app.juries.rules.judging import JUDGED_STATES
from app.juries.rules.roles import COUNTING
from app.juries.rules.rounds import is_blind
from app.juries.rules.rounds import is_open as is_round_open
from app.proposals.models import Proposal, ProposalFile
from challenges.domains import work_domain
from challenges.lifecycle import Phase


@dataclass(frozen=True)
class Pile:
    """A juror's proposals of one challenge in one round, by title."""

    challenge: Challenge
    round: JudgingRound
    assignments: list[Assignment]

    @property
    def is_open(self) -> bool:
        """Whether they can be scored now."""
        return is_round_open(self.round, Phase(self.challenge.phase), clock.now())

    @property
    def done(self) -> int:
        """How many are handed in."""
        return sum(is_done(assignment) for assignment in self.assignments)

    @property
    def left(self) -> int:
        """How many are still to be scored."""
        return len(self.assignments) - self.done if self.is_open else 0


def is_open(assignment: Assignment) -> bool:
    """Whether an assignment's round is being judged."""
    phase = Phase(assignment.proposal.challenge.phase)
    return is_round_open(assignment.round, phase, clock.now())


def is_done(assignment: Assignment) -> bool:
    """Whether the scorecard of an assignment is handed in."""
    return assignment.scorecard is not None and assignment.scorecard.submitted_at is not None


def is_juror(actor: Actor) -> bool:
    """Whether the actor is on any panel."""
    query = select(Juror.id).where(Juror.person_id == actor.person_id).limit(1)
    return db.session.scalar(query) is not None


def visible_to(actor: Actor) -> Select[Assignment]:
    """Return a query of the assignments that the actor has and nothing stands against."""
    author = aliased(Person)
    return (
        select(Assignment)
        .join(Assignment.juror)
        .join(Assignment.proposal)
        .join(Assignment.round)
        .join(author, author.id == Proposal.created_by_id)
        .where(
            Juror.person_id == actor.person_id,
            Assignment.recused_at.is_(None),
            Proposal.state.in_(JUDGED_STATES),
            not_(in_conflict()),
            not_(and_(is_of_the_proposer(), not_(is_begun()))),
            not_(joined_before()),
            *_from_elsewhere(actor, author.email_key),
            *_within_limit(actor),
        )
    )


def _within_limit(actor: Actor) -> list[ColumnElement[bool]]:
    limit = actor.event_limit
    return [] if limit is None else [Juror.event_id == limit]


def _from_elsewhere(actor: Actor, email_key: QueryableAttribute[str]) -> list[ColumnElement[bool]]:
    domain = work_domain(actor.email)
    return [not_(email_key.endswith("@" + domain, autoescape=True))] if domain else []


def list_piles(actor: Actor) -> list[Pile]:
    """Return what the actor judges, a pile per challenge, the earliest decision first."""
    proposal = joinedload(Assignment.proposal)
    query = visible_to(actor).options(
        proposal.joinedload(Proposal.organisation),
        proposal.joinedload(Proposal.challenge).joinedload(Challenge.event),
        joinedload(Assignment.round),
        joinedload(Assignment.scorecard),
    )
    piles: dict[int, Pile] = {}
    found = db.session.scalars(query.order_by(*in_pile_order())).all()
    prepare(found)
    for assignment in found:
        challenge = assignment.proposal.challenge
        pile = piles.setdefault(assignment.round_id, Pile(challenge, assignment.round, []))
        pile.assignments.append(assignment)
    return sorted(piles.values(), key=_urgency)


def _urgency(pile: Pile) -> tuple[bool, bool, str, int]:
    decision_on = pile.challenge.decision_on
    return (not pile.is_open, decision_on is None, str(decision_on), pile.challenge.id)


def list_assignments(actor: Actor) -> Sequence[Assignment]:
    """Return what the actor judges with what they wrote, the oldest duty first."""
    query = visible_to(actor).options(
        joinedload(Assignment.proposal).joinedload(Proposal.organisation),
        joinedload(Assignment.round),
        joinedload(Assignment.scorecard).selectinload(Scorecard.scores),
    )
    found = db.session.scalars(query.order_by(Assignment.assigned_at, Assignment.id)).all()
    prepare(found)
    return found


def get_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment of the actor's with all that is needed to judge it; else NotFound."""
    proposal = joinedload(Assignment.proposal)
    query = (
        visible_to(actor)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.juror).joinedload(Juror.person).selectinload(Person.memberships),
            proposal.joinedload(Proposal.organisation),
            proposal.joinedload(Proposal.created_by),
            proposal.joinedload(Proposal.challenge).joinedload(Challenge.event),
            joinedload(Assignment.round).selectinload(JudgingRound.rubrics),
            joinedload(Assignment.scorecard).selectinload(Scorecard.scores),
        )
    )
    assignment = db.session.scalar(query)
    if assignment is None:
        raise NotFound
    authorize(actor, Permission.SCORECARD_VIEW, assignment)
    prepare([assignment])
    return assignment


def list_files(assignment: Assignment) -> Sequence[ProposalFile]:
    """Return the files of the proposal that an assignment is about; of a blind round none.

    What a file says of its authors cannot be barred, so there jurors get copies.
    """
    if is_blind(assignment.round.blindness):
        return []
    query = (
        select(ProposalFile)
        .where(ProposalFile.proposal_id == assignment.proposal_id)
        .where(ProposalFile.removed_at.is_(None))
        .options(joinedload(ProposalFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    return db.session.scalars(query).all()


def list_copies(assignment: Assignment) -> Sequence[BlindShown]:
    """Return the files of a proposal as a juror of a blind round gets them; else none."""
    if not is_blind(assignment.round.blindness):
        return []
    return list_blind_files(assignment.proposal_id)


def stored_for(assignment: Assignment) -> Sequence[StoredFile]:
    """Return the files that an assignment's juror may fetch: the one answer for every door."""
    copies = [one.file for one in list_copies(assignment)]
    return [*(row.file for row in list_files(assignment)), *(one for one in copies if one)]


def get_file(assignment: Assignment, file_id: int) -> StoredFile:
    """Return one of those files; NotFound for any other."""
    for one in stored_for(assignment):
        if one.id == file_id:
            return one
    raise NotFound


def list_neighbours(actor: Actor, assignment: Assignment) -> Sequence[int]:
    """Return the actor's assignments of the same round in the order of their pile."""
    query = visible_to(actor).with_only_columns(Assignment.id)
    query = query.where(Assignment.round_id == assignment.round_id)
    return db.session.scalars(query.order_by(*in_pile_order())).all()


def find_next_to_score(actor: Actor, assignment: Assignment) -> int | None:
    """Return the actor's next assignment of the same round that is not handed in."""
    order = list(list_neighbours(actor, assignment))
    done = _done(actor, assignment)
    here = order.index(assignment.id)
    return next((key for key in order[here + 1 :] + order[:here] if key not in done), None)


def count_done(actor: Actor, assignment: Assignment) -> int:
    """Return how many of the actor's proposals of the same round are handed in."""
    return len(_done(actor, assignment))


def _done(actor: Actor, assignment: Assignment) -> set[int]:
    query = visible_to(actor).with_only_columns(Assignment.id).join(Assignment.scorecard)
    query = query.where(Scorecard.submitted_at.is_not(None))
    return set(db.session.scalars(query.where(Assignment.round_id == assignment.round_id)))


def list_scorecards(proposal: Proposal, round_id: int | None) -> Sequence[Scorecard]:
    """Return the scorecards of a round that count, by juror, for those who decide."""
    query = (
        select(Scorecard)
        .join(Scorecard.assignment)
        .join(Assignment.juror)
        .join(Juror.person)
        .where(Assignment.proposal_id == proposal.id, Assignment.recused_at.is_(None))
        .where(Assignment.round_id == round_id, Scorecard.submitted_at.is_not(None))
        .where(Juror.role.in_(COUNTING))
        .options(
            selectinload(Scorecard.scores),
            joinedload(Scorecard.assignment).joinedload(Assignment.juror).joinedload(Juror.person),
        )
        .order_by(Person.family_name, Person.given_name, Scorecard.id)
    )
    return db.session.scalars(query).all()
