"""Codes that sign a juror in on any phone: made by an organiser, used once, ended at any time."""

from datetime import timedelta

from sqlalchemy import select, update

from app.core import clock, tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.identity.rules import Throttle
from app.identity.services.throttle import count_attempt, forget, key_of, network_of
from app.juries.models import Juror
from app.pitches import queries
from app.pitches.facts import PassMade, PassRevoked, PassUsed
from app.pitches.models import JurorPass, PitchDay
from app.proposals.queries import refuse_tied

AFTER = timedelta(hours=12)  # from the planned start of the day, or from now if that is later


def make_pass(actor: Actor, round_id: int, juror_id: int) -> tuple[JurorPass, str]:
    """Make a juror's code and return it with its text, which is kept nowhere; older ones end."""
    one = queries.get_round(actor, round_id)
    refuse_tied(actor, [one.challenge_id])
    day = queries.get_day(round_id)
    seat = next((seat for seat in queries.list_seats(day) if seat.juror.id == juror_id), None)
    if seat is None:
        raise NotFound
    _end(day, seat.juror.id)
    code = tokens.new_secret("jur_")
    made = JurorPass(
        day_id=day.id,
        juror_id=seat.juror.id,
        code_hash=tokens.hash_secret(code),
        expires_at=max(day.starts_at, clock.now()) + AFTER,
    )
    db.session.add(made)
    db.session.flush()
    event_id = one.challenge.event_id
    record(PassMade(actor_id=actor.person_id, event_id=event_id, juror_id=seat.juror.id))
    return made, code


def revoke_pass(actor: Actor, round_id: int, juror_id: int) -> None:
    """End a juror's code and the phone that it signed in."""
    one = queries.get_round(actor, round_id)
    refuse_tied(actor, [one.challenge_id])
    if _end(queries.get_day(round_id), juror_id):
        told = {"event_id": one.challenge.event_id, "juror_id": juror_id}
        record(PassRevoked(actor_id=actor.person_id, **told))


def _end(day: PitchDay, juror_id: int) -> bool:
    ended = (
        update(JurorPass)
        .where(JurorPass.day_id == day.id, JurorPass.juror_id == juror_id)
        .where(JurorPass.revoked_at.is_(None))
        .values(revoked_at=clock.now(), code_hash=None, secret_hash=None)
        .returning(JurorPass.id)
    )
    return bool(db.session.scalars(ended).all())


def use_pass(code: str, network: str) -> tuple[JurorPass, str]:
    """Turn a code into a phone's secret, once: of two phones with the same code one gets it."""
    key = key_of(Throttle.CEREMONY, network_of(network))
    count_attempt({Throttle.CEREMONY: key})
    secret = tokens.new_secret("jurphone_")
    now = clock.now()
    used = (
        update(JurorPass)
        .where(JurorPass.code_hash == tokens.hash_secret(code))
        .where(JurorPass.revoked_at.is_(None), JurorPass.expires_at > now)
        .values(code_hash=None, used_at=now, secret_hash=tokens.hash_secret(secret))
        .returning(JurorPass.id)
    )
    pass_id = db.session.scalar(used)
    if pass_id is None:
        raise Conflict("pass_over")
    forget([key])
    found = db.session.get_one(JurorPass, pass_id)
    event_id = db.session.scalar(select(Juror.event_id).where(Juror.id == found.juror_id))
    record(PassUsed(event_id=event_id, juror_id=found.juror_id))
    return found, secret
