"""The top threes of the jurors of a round, as the kernel counts them."""

from sqlalchemy import select

from app.core.db import db
from app.juries.models import JudgingRound, Juror, TopPick
from app.juries.queries.desks import key_of
from app.juries.rules.roles import SCORING
from challenges.scoring import Pick


def list_picks(one: JudgingRound | None) -> tuple[Pick, ...]:
    """Return all picks of a round; the kernel leaves out those whose scorecard does not count."""
    if one is None:
        return ()
    query = (
        select(TopPick.juror_id, TopPick.proposal_id, TopPick.place)
        .join(TopPick.juror)
        .where(TopPick.round_id == one.id, Juror.role.in_(SCORING))
    )
    rows = db.session.execute(query)
    return tuple(Pick(key_of(juror), key_of(proposal), place) for juror, proposal, place in rows)
