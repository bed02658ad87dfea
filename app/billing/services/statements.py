"""Reading a bank statement in: what is new is kept, and put to the invoice that it is for."""

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.billing import queries
from app.billing.facts import StatementRead
from app.billing.models import Payment, Seller, Statement
from app.billing.rules.entries import Entry, Told, keys_of
from app.billing.rules.matching import Wanted, find_match
from app.billing.services.issuing import get_seller_to_bill
from app.billing.services.paying import match_payment
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event


def read_statement(
    actor: Actor, event: Event, told: Told, *, filename: str, data: bytes
) -> Statement:
    """Keep what came in by a statement; what another one told of already adds nothing."""
    authorize(actor, Permission.BILLING_MANAGE, event)
    seller = get_seller_to_bill(event)
    # Of two statements that are read at once the second finds what the first one paid.
    db.session.execute(select(Seller.event_id).where(Seller.event_id == event.id).with_for_update())
    if told.iban and told.iban != seller.iban:
        raise Invalid("statement_other_account", field="file", iban=told.iban)
    statement = Statement(
        id=new_id(),
        event_id=event.id,
        sha256=hashlib.sha256(data).hexdigest(),
        filename=filename[:200],
        entries=len(told.entries),
        added=0,
        matched=0,
        read_by_id=actor.person_id,
    )
    db.session.add(statement)
    db.session.flush()
    wanted = {one.invoice_id: one for one in queries.list_wanted(event.id)}
    for entry, key in zip(told.entries, keys_of(told.entries), strict=True):
        payment = _keep(actor, statement, entry, key)
        if payment is not None:
            statement.added += 1
            statement.matched += _match(actor, event, payment, find_match(entry, wanted.values()))
            _count(wanted, payment)
    record(
        StatementRead(
            actor_id=actor.person_id,
            event_id=event.id,
            statement_id=statement.id,
            entries=statement.entries,
            added=statement.added,
            matched=statement.matched,
        )
    )
    return statement


def _match(actor: Actor, event: Event, payment: Payment, found: Wanted | None) -> bool:
    """Put a payment to the invoice that it is for; what is paid already waits for a person."""
    if found is None:
        return False
    match_payment(actor, payment, queries.get_invoice(found.invoice_id, event.id))
    return True


def _count(wanted: dict[int, Wanted], payment: Payment) -> None:
    """Take off what is open what just came, so that the same money again is for nothing."""
    found = wanted.get(payment.invoice_id or 0)
    if found is not None:
        left = found.open - payment.amount
        del wanted[found.invoice_id]
        if left > 0:
            wanted[found.invoice_id] = replace(found, open=left)


def _keep(actor: Actor, statement: Statement, entry: Entry, key: str) -> Payment | None:
    """Insert a payment; None if it was told of before."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    values = {
        "id": new_id(),
        "event_id": statement.event_id,
        "statement_id": statement.id,
        "kind": "payment",
        "way": "transfer",
        "state": "open",
        "amount": entry.amount,
        "currency": entry.currency,
        "received_on": entry.received_on,
        "payer": entry.payer,
        "remittance": entry.remittance,
        "source_key": key,
        "noted_by_id": actor.person_id,
        "noted_at": clock.now(),
    }
    told = insert(Payment).values(**values)
    fresh = told.on_conflict_do_nothing(index_elements=["event_id", "source_key"])
    found: Payment | None = db.session.scalar(fresh.returning(Payment))
    return found
