"""The ways into an account besides its mail, taken away all at once."""

from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.identity import facts, queries
from app.identity.models import AuthenticatorApp, ExternalIdentity, Passkey, Person, RecoveryCode
from app.identity.rules.links import may_take_back
from app.identity.services.sessions import end_all_sessions
from app.identity.services.tokens import revoke_all

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


def keep_a_way_in(person: Person) -> None:
    """Refuse to lose the one way in besides the mail; `hold_account` comes first."""
    keys = [*queries.list_passkeys(person.id), *queries.list_external_identities(person.id)]
    if person.password_hash is None and len(keys) == 1:
        raise Conflict("last_way_in")


def remove_new_second_step(person: Person) -> None:
    """Remove an authenticator app that is too new to stand against the mail of the account."""
    app = queries.find_app(person.id)
    if app is not None and may_take_back(app.confirmed_at, clock.now()):
        remove_second_step(person)
        record(facts.SecondStepTurnedOff(actor_id=person.id, person_id=person.id))


def remove_all_ways(person: Person) -> None:
    """Remove all that opens an account but its mail, and end all that it opened."""
    person.password_hash = None
    person.link_epoch += 1
    remove_keys(person)
    remove_second_step(person)
    actor = queries.actor_for(person)
    end_all_sessions(actor, person)
    revoke_all(actor, person)


def prove_address(person: Person, by: int | None = None) -> None:
    """Note that the owner of an account's address was here.

    Until then anybody could have entered the address, so the first time all goes that opened the
    account, unless the owner is signed in to it: `by` is who is.
    """
    if person.email_confirmed_at is not None:
        return
    person.email_confirmed_at = clock.now()
    if by != person.id:
        remove_all_ways(person)


def remove_second_step(person: Person) -> bool:
    """Remove a person's authenticator app with its recovery codes; whether there was one."""
    gone = delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id)
    was_there = db.session.execute(gone.returning(AuthenticatorApp.confirmed_at)).first()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    return was_there is not None
