"""What speaks for giving a proposal to a juror: topics, texts, and what the juror wishes."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.experts.queries import list_fit_profiles
from app.juries.models import Juror, JurorBid
from app.proposals.models import Proposal
from challenges.expertise import Expert, Paper


def list_experts(jurors: Sequence[Juror]) -> tuple[Expert, ...]:
    """Return the jurors of whose expertise anything is known, by the keys of the kernel."""
    known = list_fit_profiles([one.person_id for one in jurors])
    return tuple(
        Expert(encode_id(one.id), profile.topics, profile.texts)
        for one in jurors
        if (profile := known.get(one.person_id))
    )


def list_papers(proposal_ids: Collection[int]) -> tuple[Paper, ...]:
    """Return what proposals are about, by the keys of the kernel."""
    query = (
        select(Proposal.id, Proposal.title, Proposal.summary, Challenge.theme)
        .join(Proposal.challenge)
        .where(Proposal.id.in_(proposal_ids))
        .order_by(Proposal.id)
    )
    return tuple(
        Paper(encode_id(key), frozenset({theme}), f"{title}\n{summary}")
        for key, title, summary, theme in db.session.execute(query)
    )


def list_bids(
    juror_ids: Collection[int], proposal_ids: Collection[int]
) -> tuple[tuple[int, int, str], ...]:
    """Return what jurors said of proposals: juror, proposal, and the wish."""
    query = (
        select(JurorBid.juror_id, JurorBid.proposal_id, JurorBid.wish)
        .where(JurorBid.juror_id.in_(juror_ids), JurorBid.proposal_id.in_(proposal_ids))
        .order_by(JurorBid.juror_id, JurorBid.proposal_id)
    )
    return tuple((juror, key, str(wish)) for juror, key, wish in db.session.execute(query))
