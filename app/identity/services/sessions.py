"""Beginning and ending what a browser is signed in by."""

from sqlalchemy import update

from app.core import clock, tokens
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.networks import coarse_network
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import Person, WebSession
from app.identity.rules.sessions import (
    BOTH_STEPS,
    LONGEST_SESSION,
    NOTED_EVERY,
    SignInWay,
    device_of,
)
from app.identity.services.own import own_account

PREFIX = "inw_"


def open_session(
    person_id: int, way: str, user_agent: str, address: str, before: int | None = None
) -> str:
    """Begin a session of somebody who has just proved who they are; return the browser's secret.

    The one that the browser had before is over.
    Who has a second step and has taken only the first is not signed in before they take it.
    """
    secret = tokens.new_secret(PREFIX)
    awaits = way not in BOTH_STEPS and queries.has_second_step(person_id)
    now = clock.now()
    opened = WebSession(
        secret_hash=tokens.hash_secret(secret),
        person_id=person_id,
        way=way,
        device=device_of(user_agent),
        network=coarse_network(address),
        created_at=now,
        used_at=now,
        proved_at=now,
        expires_at=now + LONGEST_SESSION,
        awaits_second_step=awaits,
    )
    db.session.add(opened)
    db.session.flush()
    if before is not None:
        _end(queries.actor_for(opened.person), WebSession.id == before)
    if not awaits:
        _record_sign_in(opened)
    return secret


def complete_session(session_id: int) -> str:
    """Let in the session that has taken its second step; return the browser's new secret.

    Of several that take it at once, one does.
    """
    secret = tokens.new_secret(PREFIX)
    completed = (
        update(WebSession)
        .where(
            WebSession.id == session_id,
            WebSession.awaits_second_step.is_(True),
            WebSession.ended_at.is_(None),
        )
        .values(
            awaits_second_step=False,
            secret_hash=tokens.hash_secret(secret),
            way=SignInWay.SECOND_STEP,
            proved_at=clock.now(),
        )
    )
    if not db.session.execute(completed.returning(WebSession.id)).first():
        raise Conflict("sign_in_again")
    _record_sign_in(queries.get_session(session_id))
    return secret


def note_proof(actor: Actor) -> str:
    """Note that the actor has just proved again who they are; return the browser's new secret."""
    secret = tokens.new_secret(PREFIX)
    proved = (
        update(WebSession)
        .where(WebSession.id == actor.session_id, WebSession.ended_at.is_(None))
        .values(secret_hash=tokens.hash_secret(secret), proved_at=clock.now())
    )
    if not db.session.execute(proved.returning(WebSession.id)).first():
        raise Conflict("sign_in_again")
    return secret


def _record_sign_in(session: WebSession) -> None:
    fact = facts.PersonSignedIn(
        actor_id=session.person_id,
        person_id=session.person_id,
        session_id=session.id,
        way=session.way,
    )
    record(fact)


def note_session_use(session_id: int | None) -> None:
    """Note that a session is in use; of several requests at once, one does."""
    now = clock.now()
    due = (WebSession.id == session_id) & (WebSession.used_at <= now - NOTED_EVERY)
    db.session.execute(update(WebSession).where(due).values(used_at=now))


def end_session(actor: Actor, session_id: int) -> None:
    """Sign one browser of the actor's out; doing it twice changes nothing."""
    session = queries.get_session(session_id)
    authorize(actor, Permission.SESSION_END, session)
    _end(actor, WebSession.id == session.id)


def end_other_sessions(actor: Actor) -> int:
    """Sign every browser of the actor's out but the one that asks; return how many."""
    person = own_account(actor)
    others = WebSession.person_id == person.id
    if actor.session_id is not None:
        others &= WebSession.id != actor.session_id
    return _end(actor, others)


def end_all_sessions(actor: Actor, person: Person) -> int:
    """Sign a person out everywhere; who calls it has asked whether the actor may."""
    return _end(actor, WebSession.person_id == person.id)


def _end(actor: Actor, which: object) -> int:
    ending = (
        update(WebSession)
        .where(which, WebSession.ended_at.is_(None))  # type: ignore[arg-type]  # a clause
        .values(ended_at=clock.now())
        .returning(WebSession.id, WebSession.person_id)
    )
    ended = db.session.execute(ending).all()
    for row in ended:
        fact = facts.SessionEnded(
            actor_id=actor.person_id, person_id=row.person_id, session_id=row.id
        )
        record(fact)
    return len(ended)
