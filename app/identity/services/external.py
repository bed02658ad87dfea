"""Accounts at another provider: what they open here, joined and parted."""

from dataclasses import dataclass

from sqlalchemy import delete

from app.core import clock
from app.core.addresses import email_key, is_mailable
from app.core.authz import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.facts import record
from app.identity import facts, queries
from app.identity.models import ExternalIdentity, Person
from app.identity.openid import Claims
from app.identity.services.own import hold_account, own_account
from app.identity.services.people import register_person
from app.identity.services.ways_in import keep_a_way_in, prove_address


@dataclass(frozen=True)
class Entry:
    """Whom a provider's word lets in; nobody while a known address waits to be joined."""

    person: Person | None
    is_new: bool = False


def enter_from_outside(claims: Claims, *, is_trusted: bool) -> Entry:
    """Let in whoever the provider speaks of; an unknown person gets an account.

    A known address is only the word of somebody else: its account is joined once its owner has
    signed in here, unless the operator trusts the provider with that.
    """
    known = queries.find_external_identity(claims.issuer, claims.subject)
    if known is not None:
        known.used_at = clock.now()
        return Entry(known.person)
    if not claims.is_email_proved or not claims.email or not is_mailable(claims.email):
        raise Invalid("provider_email_unproved")
    person = queries.find_person_by_email(claims.email)
    if person is None:
        person = _register(claims)
        _join(person, claims.issuer, claims.subject)
        return Entry(person, is_new=True)
    if not is_trusted:
        return Entry(None)
    prove_address(person)
    _join(person, claims.issuer, claims.subject)
    return Entry(person)


def _register(claims: Claims) -> Person:
    local = claims.email.partition("@")[0]
    return register_person(
        ANONYMOUS,
        email=claims.email,
        given_name=claims.given_name or local,
        family_name=claims.family_name,
        password_hash=None,
        email_confirmed_at=clock.now(),
    )


def join_external_identity(actor: Actor, *, issuer: str, subject: str, email: str) -> None:
    """Let an account elsewhere open the actor's own, whose address it has."""
    person = own_account(actor)
    if email_key(email) != person.email_key:
        raise Forbidden("joins_another")
    _join(person, issuer, subject)


def _join(person: Person, issuer: str, subject: str) -> None:
    joined = ExternalIdentity(
        person_id=person.id, issuer=issuer, subject=subject, used_at=clock.now()
    )
    db.session.add(joined)
    db.session.flush()
    record(facts.ExternalIdentityJoined(actor_id=person.id, person_id=person.id))


def part_external_identity(actor: Actor, identity_id: int) -> None:
    """Let an account elsewhere open the actor's own no longer, unless it is their last way in."""
    person = hold_account(actor)
    found = db.session.get(ExternalIdentity, identity_id)
    if found is None or found.person_id != person.id:
        raise NotFound
    keep_a_way_in(person)
    gone = delete(ExternalIdentity).where(ExternalIdentity.id == identity_id)
    if not db.session.execute(gone.returning(ExternalIdentity.id)).first():
        raise NotFound  # somebody was faster
    record(facts.ExternalIdentityParted(actor_id=person.id, person_id=person.id))
