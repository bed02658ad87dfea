"""What came by the bank: statements with lines that nobody explains, and money given back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.billing.models import Invoice
from app.billing.queries import list_lines
from app.billing.rules.entries import Entry, Told
from app.billing.rules.noting import Noted
from app.billing.services import credit_lines, note_payment, note_refund, read_statement
from app.core.times import to_local
from app.demo.services.registration.past import done_at
from app.demo.services.stage import Book, Stage
from app.identity.queries import actor_for

READ = (18, 2)  # days before today on which a statement was read in
SINCE = timedelta(days=1)
# What a bank told of and no invoice explains: cents, days ago, who, for what.
UNEXPLAINED = (
    (25_000, 6, "Freundeskreis Ostrafabrik e. V.", "Donation for the Open Innovation Day"),
    (11_900, 4, "Noack, Silke", "Conference Dresden, thank you"),
    (6_500, 3, "Recircle Wien GmbH", "Second part, first half"),
)
Billed = Sequence[tuple[dict[str, Any], Invoice]]


def note_transfer(stage: Stage, invoice: Invoice, amount: int, days_ago: int) -> None:
    """Note by hand what came for an invoice."""
    at = stage.now - timedelta(days=days_ago)
    noted = Noted(
        amount=amount,
        received_on=_day(stage, invoice, days_ago),
        way="transfer",
        key=f"hand:{invoice.number}",
        payer=invoice.buyer_name,
        remittance=invoice.number,
    )
    with done_at(stage, at):
        note_payment(actor_for(stage.lead()), invoice, noted).noted_at = at
    if invoice.account is not None and invoice.account.settled_at is not None:
        invoice.account.settled_at = at


def read_statements(stage: Stage, book: Book, billed: Billed) -> None:
    """Read in what a bank told of, in two files."""
    lines = [
        (days, _entry(stage, invoice, cents, days, payer, text))
        for row, invoice in billed
        for cents, days, payer, text in row.get("pays", ())
    ]
    some = billed[0][1]
    lines += [(days, _entry(stage, some, *one)) for one in UNEXPLAINED for days in one[1:2]]
    before = READ[0]
    for number, until in enumerate(READ, start=1):
        part = [entry for days, entry in lines if (days >= before) == (number == 1)]
        _read(stage, book, part, number, until)


def _entry(
    stage: Stage, invoice: Invoice, cents: int, days_ago: int, payer: str, text: str
) -> Entry:
    return Entry(
        received_on=_day(stage, invoice, days_ago),
        amount=cents,
        currency="EUR",
        payer=payer,
        remittance=text.format(number=invoice.number, reference=invoice.reference),
    )


def _read(stage: Stage, book: Book, entries: list[Entry], number: int, days_ago: int) -> None:
    at = stage.now - timedelta(days=days_ago, hours=2)
    with done_at(stage, at):
        made = read_statement(
            actor_for(stage.lead()),
            book.event,
            Told("", tuple(sorted(entries, key=lambda one: one.received_on))),
            filename=f"account-{number}.csv",
            data=repr(entries).encode(),
        )
    made.read_at = at


def take_one_back(stage: Stage, invoice: Invoice, why: str) -> None:
    """Credit the first line of an invoice with its ticket, and give the money back."""
    line = list_lines(invoice.id)[0]
    at = stage.now - SINCE
    lead = actor_for(stage.lead())
    with done_at(stage, at):
        wanted = {"lines": [line.id], "why": why, "cancel_tickets": True}
        note = credit_lines(lead, invoice, wanted)
        back = Noted(
            amount=note.total,
            received_on=_day(stage, invoice, SINCE.days),
            way="transfer",
            key=f"back:{invoice.number}",
            payer=invoice.buyer_name,
            remittance=note.number,
        )
        note_refund(lead, invoice, back)


def _day(stage: Stage, invoice: Invoice, days_ago: int) -> date:
    at = stage.now - timedelta(days=days_ago)
    return to_local(at, invoice.event.timezone).date()
