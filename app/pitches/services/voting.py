"""The audience's vote: declared before it opens, open and closed on the server, one per badge."""

from collections.abc import Sequence

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.ids import encode_id
from app.core.networks import coarse_network
from app.pitches import queries
from app.pitches.facts import VoteClosed, VoteDeclared, VoteOpened
from app.pitches.models import AudienceVote, Ballot
from app.pitches.rules.voting import VoteStage, VoteTerms
from app.proposals.queries import refuse_tied
from app.tickets.models import Ticket, TicketState


def declare_vote(actor: Actor, round_id: int, terms: VoteTerms) -> AudienceVote:
    """Say how the audience votes and what it weighs; once the vote is open that stands."""
    one = queries.get_round(actor, round_id)
    refuse_tied(actor, [one.challenge_id])
    day = queries.get_day(round_id)
    vote = queries.find_vote(day)
    if vote is None:
        vote = AudienceVote(day_id=day.id, mode=terms.mode, most=terms.most, share=terms.share)
        db.session.add(vote)
        db.session.flush()
    else:
        _change(vote, terms)
    event_id = one.challenge.event_id
    record(
        VoteDeclared(
            actor_id=actor.person_id,
            event_id=event_id,
            round_id=round_id,
            mode=str(terms.mode),
            most=terms.most,
            share=terms.share,
        )
    )
    return vote


def _change(vote: AudienceVote, terms: VoteTerms) -> None:
    """Change what was declared, as long as nobody can have voted by it."""
    changed = (
        update(AudienceVote)
        .where(AudienceVote.id == vote.id, AudienceVote.opened_at.is_(None))
        .values(mode=terms.mode, most=terms.most, share=terms.share, declared_at=clock.now())
        .returning(AudienceVote.id)
    )
    if db.session.scalar(changed) is None:
        raise Conflict("vote_begun")
    db.session.refresh(vote)


def open_vote(actor: Actor, round_id: int) -> AudienceVote:
    """Let the audience vote; from now its rule is frozen."""
    return _step(actor, round_id, VoteStage.OPEN)


def close_vote(actor: Actor, round_id: int) -> AudienceVote:
    """End the vote: what comes later is refused."""
    return _step(actor, round_id, VoteStage.CLOSED)


def _step(actor: Actor, round_id: int, to: VoteStage) -> AudienceVote:
    one = queries.get_round(actor, round_id)
    refuse_tied(actor, [one.challenge_id])
    vote = queries.get_vote(queries.get_day(round_id))
    step = update(AudienceVote).where(AudienceVote.id == vote.id)
    if to is VoteStage.OPEN:
        step = step.where(AudienceVote.opened_at.is_(None)).values(opened_at=clock.now())
    else:
        is_on = (AudienceVote.opened_at.is_not(None), AudienceVote.closed_at.is_(None))
        step = step.where(*is_on).values(closed_at=clock.now())
    if db.session.scalar(step.returning(AudienceVote.id)) is not None:
        kind = VoteOpened if to is VoteStage.OPEN else VoteClosed
        event_id = one.challenge.event_id
        record(kind(actor_id=actor.person_id, event_id=event_id, round_id=round_id))
    db.session.refresh(vote)
    return vote


def cast_ballot(ticket: Ticket, vote_id: int, pitch_ids: Sequence[int], network: str) -> Ballot:
    """Vote with a badge, once, while the vote is open; whoever has its secret address may."""
    if ticket.state != TicketState.VALID:
        raise NotFound
    held = select(AudienceVote).where(AudienceVote.id == vote_id).with_for_update(read=True)
    vote = db.session.scalar(held.execution_options(populate_existing=True))
    if vote is None or vote.day.round.challenge.event_id != ticket.event_id:
        raise NotFound
    if vote.stage is not VoteStage.OPEN:
        raise Conflict("vote_not_open")
    _refuse_strange(vote, pitch_ids)
    ballot = Ballot(
        vote_id=vote.id,
        ticket_id=ticket.id,
        choices=[encode_id(one) for one in pitch_ids],
        network=coarse_network(network),
    )
    db.session.add(ballot)
    db.session.flush()
    return ballot


def _refuse_strange(vote: AudienceVote, pitch_ids: Sequence[int]) -> None:
    known = {pitch.id for pitch in queries.list_choices(vote)}
    if not pitch_ids:
        raise Invalid("nothing_chosen", field="pitch_ids")
    if len(pitch_ids) > vote.most:
        raise Invalid("too_many_chosen", field="pitch_ids", most=str(vote.most))
    if len(set(pitch_ids)) < len(pitch_ids) or not set(pitch_ids) <= known:
        raise Invalid("choice_unknown", field="pitch_ids")
