"""The second step: an authenticator app, and recovery codes on paper for when it is lost."""

from sqlalchemy import delete, update

from app.core import clock, sealing
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.facts import record
from app.identity import facts, one_time_codes, queries
from app.identity.models import AuthenticatorApp, Person, RecoveryCode
from app.identity.rules import Throttle
from app.identity.services.own import own_account
from app.identity.services.sessions import complete_session
from app.identity.services.throttle import count_attempt, forget, key_of, network_of
from app.identity.services.ways_in import remove_second_step

_APP = "authenticator-app"
_PAPER = "recovery-code"


def begin_app(actor: Actor) -> None:
    """Make a secret for the actor's authenticator app; it counts once a code confirms it."""
    person = own_account(actor)
    app = queries.find_app(person.id)
    if app is not None and app.confirmed_at is not None:
        raise Conflict("second_step_on")
    sealed = sealing.seal(one_time_codes.new_secret(), _APP, person.id)
    if app is None:
        db.session.add(AuthenticatorApp(person_id=person.id, sealed_secret=sealed))
    else:
        app.sealed_secret = sealed


def secret_to_confirm(actor: Actor) -> str | None:
    """Return the secret that the actor puts into their app; None once it is confirmed."""
    app = queries.find_app(own_account(actor).id)
    if app is None or app.confirmed_at is not None:
        return None
    return sealing.unseal(app.sealed_secret, _APP, app.person_id)


def confirm_app(actor: Actor, *, code: str) -> list[str]:
    """Turn the second step on by a first code; return the recovery codes, shown this once."""
    person = own_account(actor)
    secret = secret_to_confirm(actor)
    step = one_time_codes.matching_step(secret, code, clock.now()) if secret else None
    if step is None:
        raise Invalid("wrong_code", field="code")
    confirmed = (
        update(AuthenticatorApp)
        .where(AuthenticatorApp.person_id == person.id, AuthenticatorApp.confirmed_at.is_(None))
        .values(confirmed_at=clock.now(), last_step=step)
    )
    if not db.session.execute(confirmed.returning(AuthenticatorApp.id)).first():
        raise Conflict("second_step_on")
    record(facts.SecondStepTurnedOn(actor_id=person.id, person_id=person.id))
    return _new_codes(person)


def renew_codes(actor: Actor) -> list[str]:
    """Replace the actor's recovery codes; return the new ones, shown this once."""
    person = own_account(actor)
    if not queries.has_second_step(person.id):
        raise Conflict("second_step_off")
    record(facts.RecoveryCodesRenewed(actor_id=person.id, person_id=person.id))
    return _new_codes(person)


def _new_codes(person: Person) -> list[str]:
    codes = one_time_codes.new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    for code in codes:
        hashed = sealing.fingerprint(code, _PAPER, person.id)
        db.session.add(RecoveryCode(person_id=person.id, code_hash=hashed))
    return codes


def turn_off(actor: Actor) -> None:
    """Ask the actor for their first step only from now on."""
    person = own_account(actor)
    if not remove_second_step(person):
        raise Conflict("second_step_off")
    record(facts.SecondStepTurnedOff(actor_id=person.id, person_id=person.id))


def remove_lost(actor: Actor, person: Person) -> None:
    """Take a lost second step from a person; only the system itself may, by command."""
    if not actor.is_system:
        raise Forbidden
    if not remove_second_step(person):
        raise Conflict("second_step_off")
    record(facts.SecondStepRemoved(actor_id=actor.person_id, person_id=person.id))


def begin_second_step(session_id: int, network: str) -> bool:
    """Count a guess at a code, or refuse it with the seconds to wait; True, to go on."""
    count_guess(queries.get_session(session_id).person_id, network)
    return True


def begin_proof(person_id: int, network: str) -> bool:
    """Count a guess at the code of somebody who is signed in; True, to go on."""
    count_guess(person_id, network)
    return True


def count_guess(person_id: int, network: str) -> None:
    """Count a guess at a person's code."""
    count_attempt(_keys(person_id, network))


def take_second_step(session_id: int, *, code: str, network: str) -> str:
    """Let a session in that awaits its second step; return the browser's new secret."""
    use_code(queries.get_session(session_id).person_id, code=code, network=network)
    return complete_session(session_id)


def use_code(person_id: int, *, code: str, network: str) -> Person:
    """Take the second step with a code of the app, or with one from the paper; each works once."""
    person = queries.get_person(person_id)
    if not (_use_step(person, code) or _use_paper(person, code)):
        raise Invalid("wrong_code", field="code")
    forget(_keys(person_id, network).values())
    return person


def _use_step(person: Person, code: str) -> bool:
    app = queries.find_app(person.id)
    if app is None or app.confirmed_at is None:
        return False
    secret = sealing.unseal(app.sealed_secret, _APP, person.id)
    step = one_time_codes.matching_step(secret, code, clock.now()) if secret else None
    if step is None:
        return False
    later = (
        update(AuthenticatorApp)
        .where(AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
        .values(last_step=step)
    )
    if not db.session.execute(later.returning(AuthenticatorApp.id)).first():
        raise Invalid("code_used", field="code")
    return True


def _use_paper(person: Person, code: str) -> bool:
    hashed = sealing.fingerprint(one_time_codes.normal_code(code), _PAPER, person.id)
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == hashed,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if not db.session.execute(used.returning(RecoveryCode.id)).first():
        return False
    left = queries.second_step_of(person.id).codes_left
    record(facts.RecoveryCodeUsed(actor_id=person.id, person_id=person.id, left=left))
    return True


def _keys(person_id: int, network: str) -> dict[Throttle, str]:
    account, place = str(person_id), network_of(network)
    return {
        Throttle.CODE_PAIR: key_of(Throttle.CODE_PAIR, account, place),
        Throttle.CODE_ACCOUNT: key_of(Throttle.CODE_ACCOUNT, account),
    }
