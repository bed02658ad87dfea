"""How much people have to judge in all juries, and how reliable they were."""

from sqlalchemy import Subquery, and_, func, not_, or_, select

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.juries.models import Assignment, JudgingRound, Juror, Scorecard
from app.juries.queries.ties import in_conflict
from app.juries.rules.judging import JUDGED_STATES
from app.proposals.models import Proposal
from app.proposals.queries import is_closed_to
from challenges.lifecycle import Phase


def count_loads(actor: Actor) -> Subquery:
    """Return by person: scorecards they owe, handed in, and handed in before the round closed.

    What is closed to the reader does not count, or these figures would tell who judges it.
    Where a round has no end of its own, the day of the decision is the last one.
    """
    closed = select(Proposal.id).where(is_closed_to(actor)).correlate(None)
    at = Scorecard.submitted_at
    is_open = and_(at.is_(None), Challenge.phase.in_((Phase.JURY, Phase.SHORTLIST)))
    by_day = or_(Challenge.decision_on.is_(None), func.date(at) <= Challenge.decision_on)
    closes = JudgingRound.closes_at
    in_time = or_(at <= closes, and_(closes.is_(None), at.is_not(None), by_day))
    return (
        select(
            Juror.person_id,
            func.count().filter(is_open).label("open"),
            func.count(at).label("handed_in"),
            func.count().filter(in_time).label("on_time"),
        )
        .select_from(Assignment)
        .join(Assignment.juror)
        .join(JudgingRound, JudgingRound.id == Assignment.round_id)
        .join(Assignment.proposal)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Assignment.scorecard)
        .where(Assignment.recused_at.is_(None), not_(in_conflict()))
        .where(Proposal.state.in_(JUDGED_STATES), Proposal.id.not_in(closed))
        .group_by(Juror.person_id)
        .subquery("loads")
    )
