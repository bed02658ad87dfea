"""Reads of passkeys, authenticator apps, recovery codes and accounts elsewhere."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.addresses import email_key
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import (
    AuthenticatorApp,
    ExternalIdentity,
    Passkey,
    Person,
    RecoveryCode,
)


@dataclass(frozen=True)
class SecondStep:
    """Whether a person's password is followed by a code, and how many are left on paper."""

    has_app: bool
    codes_left: int


def list_passkeys(person_id: int) -> list[Passkey]:
    """Return a person's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.person_id == person_id)
    return list(db.session.scalars(query.order_by(Passkey.created_at, Passkey.id)))


def list_keys(email: str) -> list[str]:
    """Return what opens the account with this address without its password, by name."""
    of_address = Person.email_key == email_key(email)
    passkeys = select(Passkey.name).join(Person, Person.id == Passkey.person_id)
    elsewhere = select(ExternalIdentity.issuer).join(
        Person, Person.id == ExternalIdentity.person_id
    )
    return [
        *db.session.scalars(passkeys.where(of_address).order_by(Passkey.created_at)),
        *db.session.scalars(elsewhere.where(of_address).order_by(ExternalIdentity.created_at)),
    ]


def find_second_step_at(email: str) -> AuthenticatorApp | None:
    """Return the authenticator app that is in use with the account with this address."""
    query = select(AuthenticatorApp).join(Person, Person.id == AuthenticatorApp.person_id)
    in_use = AuthenticatorApp.confirmed_at.is_not(None)
    return db.session.scalar(query.where(Person.email_key == email_key(email), in_use))


def get_passkey(passkey_id: int) -> Passkey:
    """Return a passkey."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None:
        raise NotFound
    return passkey


def find_passkey(credential_id: str) -> Passkey | None:
    """Return the passkey that calls itself this, with its person."""
    query = select(Passkey).options(joinedload(Passkey.person))
    return db.session.scalar(query.where(Passkey.credential_id == credential_id))


def find_app(person_id: int) -> AuthenticatorApp | None:
    """Return a person's authenticator app, confirmed or not."""
    query = select(AuthenticatorApp).where(AuthenticatorApp.person_id == person_id)
    return db.session.scalar(query)


def has_second_step(person_id: int) -> bool:
    """Whether a code is asked for after the person's password or mailed link."""
    app = find_app(person_id)
    return app is not None and app.confirmed_at is not None


def second_step_of(person_id: int) -> SecondStep:
    """Return what a person reads of their second step."""
    query = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return SecondStep(has_second_step(person_id), db.session.scalar(query) or 0)


def list_external_identities(person_id: int) -> list[ExternalIdentity]:
    """Return a person's accounts elsewhere, the oldest first."""
    query = select(ExternalIdentity).where(ExternalIdentity.person_id == person_id)
    return list(db.session.scalars(query.order_by(ExternalIdentity.created_at)))


def find_external_identity(issuer: str, subject: str) -> ExternalIdentity | None:
    """Return whose account this is at a provider, with the person."""
    query = (
        select(ExternalIdentity)
        .options(joinedload(ExternalIdentity.person))
        .where(ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject)
    )
    return db.session.scalar(query)
