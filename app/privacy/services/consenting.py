"""Agreeing and withdrawing: each answer is a new row beside the words it was given to."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.privacy.facts import ConsentGiven, ConsentsAsked, ConsentWithdrawn
from app.privacy.models import AskedConsent, Consent, ConsentText
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose, Reply, fingerprint


def answer(actor: Actor, reply: Reply) -> Consent:
    """Record what the actor answers for themself; withdrawing is as easy as giving."""
    authorize(actor, Permission.CONSENT_GIVE)
    return note_answer(actor, actor.email, reply)


def note_answer(actor: Actor, email: str, reply: Reply) -> Consent:
    """Record what somebody with an address answered, for a service that has let them in."""
    is_self = actor.is_signed_in and email_key(actor.email) == email_key(email)
    consent = Consent(
        person_id=actor.person_id if is_self else None,
        email=email,
        email_key=email_key(email),
        event_id=reply.event_id,
        purpose=reply.purpose,
        text_fingerprint=_keep(reply),
        is_given=reply.is_given,
        channel=reply.channel,
        by_id=actor.person_id,
    )
    db.session.add(consent)
    db.session.flush()
    kind = ConsentGiven if reply.is_given else ConsentWithdrawn
    record(
        kind(
            actor_id=actor.person_id,
            event_id=reply.event_id,
            consent_id=consent.id,
            purpose=reply.purpose,
        )
    )
    return consent


def ask_at_event(actor: Actor, event: Event, purposes: Iterable[Purpose]) -> list[Purpose]:
    """Choose what people are asked to agree to when they register for an event."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    wanted = set(purposes)
    if not wanted <= set(ASKED_BY_EVENTS):
        raise Invalid("no_such_purpose", field="purposes")
    db.session.execute(delete(AskedConsent).where(AskedConsent.event_id == event.id))
    chosen: list[Purpose] = [one for one in ASKED_BY_EVENTS if one in wanted]
    db.session.add_all(AskedConsent(event_id=event.id, purpose=one) for one in chosen)
    codes = tuple(one.value for one in chosen)
    record(ConsentsAsked(actor_id=actor.person_id, event_id=event.id, purposes=codes))
    return chosen


def _keep(reply: Reply) -> str:
    """Keep the words that were shown, once, and return what identifies them."""
    key = fingerprint(reply.purpose, reply.language, reply.text)
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    values = {
        "fingerprint": key,
        "purpose": reply.purpose,
        "language": reply.language,
        "text": reply.text,
        "first_shown_at": clock.now(),
    }
    db.session.execute(insert(ConsentText).values(**values).on_conflict_do_nothing())
    return key
