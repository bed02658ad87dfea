"""The ways into an account besides its password and its mail, taken away all at once."""

from sqlalchemy import delete

from app.core.db import db
from app.core.facts import record
from app.identity import facts
from app.identity.models import AuthenticatorApp, ExternalIdentity, Passkey, Person, RecoveryCode

# What opens an account without its password, and the fact that it no longer does.
_KEYS = (
    (Passkey, facts.PasskeyRemoved),
    (ExternalIdentity, facts.ExternalIdentityParted),
)


def remove_keys(person: Person) -> None:
    """Remove whatever opens an account without its password; the mail remains."""
    for key, fact in _KEYS:
        gone = delete(key).where(key.person_id == person.id).returning(key.id)
        for _ in db.session.scalars(gone).all():
            record(fact(actor_id=person.id, person_id=person.id))


def remove_second_step(person: Person) -> bool:
    """Remove a person's authenticator app with its recovery codes; whether there was one."""
    gone = delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id)
    was_there = db.session.execute(gone.returning(AuthenticatorApp.confirmed_at)).first()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    return was_there is not None
