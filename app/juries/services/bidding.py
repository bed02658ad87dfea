"""A juror says which proposals they would like to judge, while they can be assigned."""

from sqlalchemy import ColumnElement, delete, update

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.juries.models import JurorBid
from app.juries.queries.bidding import Biddable, get_biddable
from challenges.expertise import Bid


def bid(actor: Actor, proposal_id: int, wish: Bid | None) -> Biddable:
    """Say whether one wants to judge a proposal, or take that back.

    Only the juror sees the proposal here, so nobody else gets as far as to be refused.
    """
    wanted = get_biddable(actor, proposal_id)
    mine = (JurorBid.juror_id == wanted.juror_id, JurorBid.proposal_id == proposal_id)
    if wish is None:
        db.session.execute(delete(JurorBid).where(*mine))
    elif not _change(mine, wish):
        db.session.add(JurorBid(juror_id=wanted.juror_id, proposal_id=proposal_id, wish=wish.value))
        db.session.flush()
    return get_biddable(actor, proposal_id)


def _change(mine: tuple[ColumnElement[bool], ...], wish: Bid) -> bool:
    values = {"wish": wish.value, "said_at": clock.now()}
    changed = update(JurorBid).where(*mine).values(values).returning(JurorBid.id)
    return db.session.scalar(changed) is not None
