"""Pitch days for tests."""

from datetime import timedelta
from functools import partial

from app.challenges.models import Challenge
from app.core import clock, tokens
from app.core.db import db
from app.core.uow import in_unit_of_work
from app.juries.models import JudgingRound, Juror, Rubric
from app.juries.services.rounds import ensure_first_round
from app.pitches.models import JurorPass, Pitch, PitchDay
from app.proposals.models import Proposal
from tests.factories import saved


def make_pitch_round(challenge: Challenge) -> JudgingRound:
    """Add a second round, of kind pitch, with the rubric of the first."""
    first = in_unit_of_work(lambda: ensure_first_round(db.session.merge(challenge)))
    more = {"name": "Pitch day", "kind": "pitch"}
    one = saved(lambda: JudgingRound(challenge_id=challenge.id, position=2, **more))
    content, digest = first.rubric.content, first.rubric.digest
    saved(lambda: Rubric(round_id=one.id, version=1, content=content, digest=digest))
    return one


def make_pitch_day(one: JudgingRound, *proposals: Proposal) -> PitchDay:
    """Plan a day with a place for each proposal; nothing is open."""
    minutes = {"pitch_minutes": 5, "question_minutes": 5, "change_minutes": 2}
    day = saved(lambda: PitchDay(round_id=one.id, starts_at=clock.now(), **minutes))
    for place, proposal in enumerate(proposals):
        ids = {"day_id": day.id, "proposal_id": proposal.id}
        saved(partial(Pitch, place=place, **ids))
    return day


def make_pass(day: PitchDay, juror: Juror, code: str = "jur_code") -> JurorPass:
    """Make a juror's code that waits for its phone."""
    until = clock.now() + timedelta(hours=12)
    ids = {"day_id": day.id, "juror_id": juror.id}
    return saved(lambda: JurorPass(code_hash=tokens.hash_secret(code), expires_at=until, **ids))
