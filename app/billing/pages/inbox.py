"""The inbox of payments: statements are read in, and what fits no invoice waits for a person."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.billing import queries, schemas, services
from app.billing.pages.base import BILLING, blueprint, managed
from app.billing.queries import InvoiceFilter
from app.billing.queries.cancelled import get_line, list_undecided
from app.billing.rules.camt import read_camt
from app.billing.rules.csv_statements import read_table
from app.billing.rules.entries import Told
from app.billing.rules.matching import candidates
from app.billing.services.cancelling import keep_money
from app.core.errors import Invalid
from app.core.ids import encode_id
from app.core.text import is_storable
from app.core.viruses import refuse_viruses
from app.imports.rules.csv_lists import read_csv
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

LONGEST_FILE = 5 * 1024 * 1024
MOST_OFFERED = 50
CURRENCY = "EUR"


@blueprint.route("/manage/<slug>/billing/payments", methods=["GET", "POST"])
@signed_in
def inbox(slug: str) -> Page:
    """Read a statement in, and show what is with no invoice yet."""
    event = managed(slug)
    form = PageForm(schemas.StatementForm)
    done = _submit(form, event)
    if done is not None:
        flash(
            _(
                "%(entries)s payments on the statement, %(added)s of them new, %(matched)s put to "
                "their invoice.",
                entries=done.entries,
                added=done.added,
                matched=done.matched,
            ),
            "good",
        )
        return redirect(url_for("billing.inbox", slug=slug))
    wanted = queries.list_wanted(event.id)
    loose = queries.list_loose_payments(event.id)
    return form.render(
        "billing/inbox.html",
        event=event,
        loose=[(one, *_offered(one, wanted)) for one in loose],
        undecided=list_undecided(event.id),
        over=queries.list_invoices(event, InvoiceFilter(standing="overpaid"), limit=50),
        statements=queries.list_statements(event.id),
        tabs=TICKETS.tabs(event, slug=slug),
        parts=BILLING.tabs(event, slug=slug),
    )


def _submit(form: PageForm, event: Any) -> Any:
    """Read what was sent before the unit of work, and take it in within one."""
    named = form.read()
    if named is None:
        return None
    sent = request.files.get("file")
    try:
        data = sent.read(LONGEST_FILE + 1) if sent else b""
        told = _told(data, {name: value or "" for name, value in named.items()})
    except Invalid as error:
        form.fail(error)
        return None
    name = (sent.filename or "")[:200] if sent else ""
    name = name if is_storable(name) else ""
    return form.run(lambda: services.read_statement(actor(), event, told, filename=name, data=data))


def _told(data: bytes, named: dict[str, str]) -> Told:
    """Return what a file tells: CAMT.053 if it is XML, else a table."""
    if not data or len(data) > LONGEST_FILE:
        raise Invalid("statement_unreadable", field="file")
    refuse_viruses(data)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return read_camt(data)
    listed = read_csv(data)
    return read_table(listed.head, listed.rows, named, CURRENCY)


def _offered(payment: Any, wanted: Any) -> tuple[list[tuple[str, str]], bool]:
    """Return the invoices to choose from, the likely ones first, and whether one is likely."""
    likely = candidates(payment.amount, payment.currency, payment.remittance, payment.payer, wanted)
    rest = [one for one in wanted if one not in likely and one.currency == payment.currency]
    chosen = [
        (encode_id(one.invoice_id), f"{one.number}, {one.buyer}")
        for one in [*likely, *rest][:MOST_OFFERED]
    ]
    return chosen, bool(likely)


@blueprint.post("/manage/<slug>/billing/payments/<id:payment_id>")
@signed_in
def sort_payment(slug: str, payment_id: int) -> Response:
    """Put a payment to an invoice, or put it aside."""
    event = managed(slug)
    payment = queries.get_payment(payment_id, event.id)

    def sort(data: dict[str, Any]) -> object:
        if data["invoice"] is None:
            return services.ignore_payment(actor(), payment)
        found = queries.get_invoice(data["invoice"], event.id)
        return services.match_payment(actor(), payment, found)

    form = PageForm(schemas.MatchForm)
    if form.submit(sort) is None:
        flash(next(iter(form.errors.values()))[0], "bad")
    else:
        flash(_("The payment is sorted."), "good")
    return redirect(url_for("billing.inbox", slug=slug))


@blueprint.post("/manage/<slug>/billing/cancelled/<id:line_id>/keep")
@signed_in
def keep_payment_of(slug: str, line_id: int) -> Response:
    """Decide that what was paid for a cancelled ticket is not given back."""
    event = managed(slug)
    line = get_line(line_id, event.id)
    said = _("Decided: nothing is given back for this ticket.")
    attempt(lambda: keep_money(actor(), line), said)
    return redirect(url_for("billing.inbox", slug=slug))
