"""Reads for a juror: only what is assigned to them and what nothing ties them to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, not_, select
from sqlalchemy.orm import QueryableAttribute, aliased, joinedload, selectinload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.permissions import Permission
from app.identity.models import Person
from app.juries.models import Assignment, Juror, Score, Scorecard
from app.juries.queries.ties import in_conflict, is_begun, is_of_the_proposer, joined_before
from app.juries.rules.judging import JUDGED_STATES, is_judging
from app.proposals.models import Proposal, ProposalFile
from challenges.domains import work_domain
from challenges.lifecycle import Phase


@dataclass(frozen=True)
class Pile:
    """A juror's proposals of one challenge, by title."""

    challenge: Challenge
    assignments: list[Assignment]

    @property
    def is_open(self) -> bool:
        """Whether they can be scored now."""
        return is_judging(Phase(self.challenge.phase))

    @property
    def done(self) -> int:
        """How many are handed in."""
        return sum(is_done(assignment) for assignment in self.assignments)

    @property
    def left(self) -> int:
        """How many are still to be scored."""
        return len(self.assignments) - self.done if self.is_open else 0


def is_open(assignment: Assignment) -> bool:
    """Whether an assignment's challenge is being judged."""
    return is_judging(Phase(assignment.proposal.challenge.phase))


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
        joinedload(Assignment.scorecard),
    )
    piles: dict[int, Pile] = {}
    for assignment in db.session.scalars(query.order_by(Proposal.title, Assignment.id)):
        challenge = assignment.proposal.challenge
        piles.setdefault(challenge.id, Pile(challenge, [])).assignments.append(assignment)
    return sorted(piles.values(), key=_urgency)


def _urgency(pile: Pile) -> tuple[bool, bool, str, int]:
    decision_on = pile.challenge.decision_on
    return (not pile.is_open, decision_on is None, str(decision_on), pile.challenge.id)


def list_assignments(actor: Actor) -> Sequence[Assignment]:
    """Return what the actor judges with what they wrote, the oldest duty first."""
    query = visible_to(actor).options(
        joinedload(Assignment.proposal).joinedload(Proposal.organisation),
        joinedload(Assignment.scorecard).selectinload(Scorecard.scores).joinedload(Score.criterion),
    )
    return db.session.scalars(query.order_by(Assignment.assigned_at, Assignment.id)).all()


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
            joinedload(Assignment.scorecard).selectinload(Scorecard.scores),
        )
    )
    assignment = db.session.scalar(query)
    if assignment is None:
        raise NotFound
    authorize(actor, Permission.SCORECARD_VIEW, assignment)
    return assignment


def list_files(assignment: Assignment) -> Sequence[ProposalFile]:
    """Return the files of the proposal that an assignment is about."""
    query = (
        select(ProposalFile)
        .where(ProposalFile.proposal_id == assignment.proposal_id)
        .where(ProposalFile.removed_at.is_(None))
        .options(joinedload(ProposalFile.file))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    return db.session.scalars(query).all()


def get_file(assignment: Assignment, file_id: int) -> StoredFile:
    """Return one of those files; NotFound for any other."""
    for row in list_files(assignment):
        if row.file_id == file_id:
            return row.file
    raise NotFound


def list_neighbours(actor: Actor, assignment: Assignment) -> Sequence[int]:
    """Return the actor's assignments of the same challenge in the order of their pile."""
    query = visible_to(actor).with_only_columns(Assignment.id)
    query = query.where(Proposal.challenge_id == assignment.proposal.challenge_id)
    return db.session.scalars(query.order_by(Proposal.title, Assignment.id)).all()


def find_next_to_score(actor: Actor, assignment: Assignment) -> int | None:
    """Return the actor's next assignment of the same challenge that is not handed in."""
    order = list(list_neighbours(actor, assignment))
    query = visible_to(actor).with_only_columns(Assignment.id).join(Assignment.scorecard)
    query = query.where(Scorecard.submitted_at.is_not(None))
    done = set(db.session.scalars(query))
    here = order.index(assignment.id)
    return next((key for key in order[here + 1 :] + order[:here] if key not in done), None)


def list_scorecards(proposal: Proposal) -> Sequence[Scorecard]:
    """Return the scorecards for a proposal that count, by juror, for those who decide."""
    query = (
        select(Scorecard)
        .join(Scorecard.assignment)
        .join(Assignment.juror)
        .join(Juror.person)
        .where(Assignment.proposal_id == proposal.id, Assignment.recused_at.is_(None))
        .where(Scorecard.submitted_at.is_not(None))
        .options(
            selectinload(Scorecard.scores),
            joinedload(Scorecard.assignment).joinedload(Assignment.juror).joinedload(Juror.person),
        )
        .order_by(Person.family_name, Person.given_name, Scorecard.id)
    )
    return db.session.scalars(query).all()
