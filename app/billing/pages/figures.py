"""The income of an event in figures, and its invoices as a table to take along."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response, render_template

from app.billing import queries
from app.billing.pages.base import BILLING, blueprint, managed, standing
from app.billing.pages.invoices import wanted_invoices
from app.core import clock
from app.core.permissions import Permission
from app.core.xlsx import to_xlsx
from app.web.downloads import MOST_ROWS, send_csv, send_made
from app.web.guards import signed_in
from app.web.i18n import format_month
from app.web.tabs import TICKETS

HEAD = (
    *("number", "kind", "issued_on", "due_on", "buyer", "country", "vat_number", "state"),
    *("currency", "net", "vat", "total", "credited", "paid", "refunded", "open", "reference"),
)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/manage/<slug>/billing/income")
@signed_in
def income(slug: str) -> str:
    """Show what was billed, what came, and what is still open."""
    event = managed(slug, Permission.BILLING_VIEW)
    months = queries.income_by_month(event.id)
    found = queries.income_of(event)
    return render_template(
        "billing/income.html",
        event=event,
        income=found,
        months=[(one.currency, _of(months, one.currency)) for one in found],
        tabs=TICKETS.tabs(event, slug=slug),
        parts=BILLING.tabs(event, slug=slug),
    )


def _of(months: Mapping[tuple[str, str], int], currency: str) -> list[tuple[str, int]]:
    return [
        (format_month(date.fromisoformat(f"{month}-01")), paid)
        for (month, its), paid in months.items()
        if its == currency
    ]


@blueprint.get("/manage/<slug>/billing/invoices.csv")
@signed_in
def export_csv(slug: str) -> Response:
    """Give the invoices as they are filtered as CSV."""
    event = managed(slug, Permission.BILLING_VIEW)
    return send_csv(f"invoices-{event.slug}", HEAD, _rows(event))


@blueprint.get("/manage/<slug>/billing/invoices.xlsx")
@signed_in
def export_xlsx(slug: str) -> Response:
    """Give the same as a workbook."""
    event = managed(slug, Permission.BILLING_VIEW)
    made = to_xlsx(HEAD, _rows(event), made_at=clock.now())
    return send_made(made, f"invoices-{event.slug}.xlsx", SHEET)


def _rows(event: Any) -> Iterable[Sequence[object]]:
    for one in queries.list_invoices(event, wanted_invoices(), limit=MOST_ROWS):
        document, sums = one.document, one.account.sums if one.account else None
        later = (sums.credited, sums.paid, sums.refunded, sums.open) if sums else (0, 0, 0, 0)
        yield (
            one.number,
            str(one.kind),
            document["issued_on"],
            document["due_on"],
            one.buyer_name,
            document["buyer"]["country"],
            document["buyer"]["vat_number"],
            standing(one)["key"],
            one.currency,
            *(amount_text(part) for part in (document["net"], one.tax, one.total, *later)),
            one.reference,
        )


def amount_text(minor: int) -> str:
    """Return minor units as a plain decimal, which every spreadsheet reads as a number."""
    return f"{minor // 100}.{minor % 100:02d}"
