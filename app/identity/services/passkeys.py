"""Passkeys: asked, added, renamed, removed, and what an answer lets its owner do."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, passkeys, queries
from app.identity.models import Ceremony, Passkey, Person
from app.identity.rules import Throttle
from app.identity.services.own import hold_account, own_account
from app.identity.services.throttle import count_attempt, key_of, network_of
from app.identity.services.ways_in import keep_a_way_in

MOST_PASSKEYS = 20
ANSWERED_WITHIN = timedelta(minutes=5)


class CeremonyPurpose(StrEnum):
    """What a passkey is asked for."""

    ADD = "add"
    PROVE = "prove"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Asked:
    """An answer to a question that was put, and not answered before."""

    answer: dict[str, Any]
    challenge: str
    person_id: int | None


def ask_to_add(actor: Actor) -> dict[str, Any]:
    """Return what the actor's browser needs to make a passkey."""
    person = own_account(actor)
    known = [passkey.credential_id for passkey in queries.list_passkeys(person.id)]
    challenge = _ask(CeremonyPurpose.ADD, person.id)
    return passkeys.options_to_add(
        challenge, handle=person.id, email=person.email, name=person.name, known=known
    )


def ask_to_prove(actor: Actor) -> dict[str, Any]:
    """Return what the actor's browser needs to show one of their passkeys again."""
    person = own_account(actor)
    known = [passkey.credential_id for passkey in queries.list_passkeys(person.id)]
    return passkeys.options_to_ask(_ask(CeremonyPurpose.PROVE, person.id), known)


def ask_to_sign_in(network: str) -> dict[str, Any]:
    """Return what a stranger's browser needs to offer the passkeys that it has for us."""
    count_attempt({Throttle.CEREMONY: key_of(Throttle.CEREMONY, network_of(network))})
    return passkeys.options_to_ask(_ask(CeremonyPurpose.SIGN_IN, None), [])


def _ask(purpose: CeremonyPurpose, person_id: int | None) -> str:
    now = clock.now()
    db.session.execute(delete(Ceremony).where(Ceremony.expires_at < now))
    challenge = passkeys.new_challenge()
    expires_at = now + ANSWERED_WITHIN
    ceremony = Ceremony(
        purpose=purpose, challenge=challenge, person_id=person_id, expires_at=expires_at
    )
    db.session.add(ceremony)
    return challenge


def _take(purpose: CeremonyPurpose, text: str, person_id: int | None = None) -> Asked:
    """Take an answer with the question that it belongs to; the question is gone afterwards."""
    answer, challenge = passkeys.read_answer(text)
    asked = delete(Ceremony).where(
        Ceremony.challenge == challenge,
        Ceremony.purpose == purpose,
        Ceremony.expires_at > clock.now(),
        Ceremony.person_id.is_(None) if person_id is None else Ceremony.person_id == person_id,
    )
    found = db.session.execute(asked.returning(Ceremony.id)).first()
    if found is None:
        raise Conflict("passkey_too_late")
    return Asked(answer, challenge, person_id)


def take_sign_in(credential: str) -> Asked:
    """Take a stranger's answer; `check` then says whose it is, outside of any transaction."""
    return _take(CeremonyPurpose.SIGN_IN, credential)


def take_proof(actor: Actor, credential: str) -> Asked:
    """Take the actor's answer to a question that was put to them."""
    return _take(CeremonyPurpose.PROVE, credential, queries.get_person(actor.person_id).id)


def take_new(actor: Actor, credential: str) -> Asked:
    """Take the passkey that the actor's browser made."""
    return _take(CeremonyPurpose.ADD, credential, queries.get_person(actor.person_id).id)


def check(asked: Asked) -> tuple[Passkey, passkeys.Answer]:
    """Return whose passkey answered, and what that proves; signatures are checked here."""
    passkey = queries.find_passkey(str(asked.answer.get("id", "")))
    is_other = asked.person_id is not None and passkey and passkey.person_id != asked.person_id
    if passkey is None or is_other or not _is_handle_of(asked.answer, passkey.person_id):
        raise Invalid("passkey_unknown")
    proof = passkeys.check_answer(
        asked.answer, asked.challenge, public_key=passkey.public_key, sign_count=passkey.sign_count
    )
    return passkey, proof


def _is_handle_of(answer: dict[str, Any], person_id: int) -> bool:
    handle = answer["response"].get("userHandle")
    return not handle or passkeys.is_handle(str(handle), person_id)


def note_use(passkey_id: int, proof: passkeys.Answer) -> Person:
    """Note that a passkey was used; its count may only rise, so that a copy is noticed."""
    rises = Passkey.sign_count < proof.sign_count if proof.sign_count else Passkey.sign_count == 0
    used = (
        update(Passkey)
        .where(Passkey.id == passkey_id, rises)
        .values(sign_count=proof.sign_count, is_backed_up=proof.is_backed_up, used_at=clock.now())
    )
    found = db.session.execute(used.returning(Passkey.person_id)).scalar()
    if found is None:
        raise Invalid("passkey_refused")
    return queries.get_person(found)


def add_passkey(actor: Actor, made: passkeys.Made, *, name: str) -> Passkey:
    """Keep a passkey that the actor's browser made."""
    person = hold_account(actor)
    if len(queries.list_passkeys(person.id)) >= MOST_PASSKEYS:
        raise Conflict("too_many_passkeys", most=MOST_PASSKEYS)
    passkey = Passkey(
        person_id=person.id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=list(made.transports),
        is_backed_up=made.is_backed_up,
    )
    db.session.add(passkey)
    db.session.flush()
    fact = facts.PasskeyAdded(actor_id=person.id, person_id=person.id, passkey_id=passkey.id)
    record(fact)
    return passkey


def rename_passkey(actor: Actor, passkey_id: int, *, name: str) -> Passkey:
    """Give one of the actor's passkeys another name."""
    passkey = queries.get_passkey(passkey_id)
    authorize(actor, Permission.PASSKEY_EDIT, passkey)
    passkey.name = name
    return passkey


def remove_passkey(actor: Actor, passkey_id: int) -> None:
    """Take one of the actor's passkeys away, unless it is their last way in."""
    passkey = queries.get_passkey(passkey_id)
    authorize(actor, Permission.PASSKEY_EDIT, passkey)
    person = hold_account(actor)
    keep_a_way_in(person)
    gone = delete(Passkey).where(Passkey.id == passkey_id).returning(Passkey.id)
    if not db.session.execute(gone).first():
        raise NotFound  # somebody was faster
    record(facts.PasskeyRemoved(actor_id=person.id, person_id=person.id))
