"""What costs something: who bills, what was ordered, and the invoices."""

from datetime import datetime, timedelta
from typing import Any

from app.billing.models import BilledOrder, Invoice, PaidService, Seller
from app.billing.rules.buyers import Buyer
from app.billing.rules.totals import Sold
from app.billing.services.issuing import Bargain, Item, issue_as_of
from app.core.times import to_local
from app.demo.rules import script
from app.demo.services.registration.codes import BUSINESS
from app.demo.services.registration.money import note_transfer, read_statements, take_one_back
from app.demo.services.registration.past import done_at
from app.demo.services.registration.people import Coming, Places, write_order
from app.demo.services.stage import Book, Stage, write
from app.identity.queries import actor_for
from app.tickets.models import AddOn, AddOnQuota, AddOnTicketType, Order, Quota, Voucher
from app.tickets.rules.add_ons import AddOnKind
from app.tickets.rules.vouchers import price_with

DINNER, DINNER_PLACES, DINNER_PRICE, VAT = "Dinner on the Elbe", 40, 3_570, 1_900
TOUR = "Visit to the sorting hall"
Row = dict[str, Any]


def write_sponsors(stage: Stage, book: Book) -> None:
    """Write what the finished event sold, all paid."""
    _write_seller(stage, book, "finished")
    services = _write_services(stage, book, "finished")
    for row in script.sales()["sold"]["finished"]:
        _sell(stage, book, services[row["service"]], row)


def write_sales(stage: Stage, book: Book, vouchers: dict[str, Voucher]) -> None:
    """Write what the open event sold in its order, and how far that is paid."""
    _write_seller(stage, book, "open")
    services = _write_services(stage, book, "open")
    dinner = _write_dinner(stage, book)
    billed = []
    rows = [*script.sales()["sold"]["open"], *script.sales()["order"]]
    for row in sorted(rows, key=lambda one: -one["days"]):
        if "service" in row:
            _sell(stage, book, services[row["service"]], row)
            continue
        order = _order(stage, book, row, dinner, vouchers)
        if "buyer" in row:
            billed.append((row, _bill_order(stage, book, order, row)))
    read_statements(stage, book, billed)
    for row, invoice in billed:
        if "credited" in row:
            take_one_back(stage, invoice, row["credited"])


def _write_seller(stage: Stage, book: Book, key: str) -> None:
    lead = book.event.lead_organisation_id
    row = script.sales()["seller"][key]
    write([Seller(id=stage.ids.new(), event_id=book.event.id, organisation_id=lead, **row)])


def _write_services(stage: Stage, book: Book, key: str) -> dict[str, PaidService]:
    made = {
        row["name"]: PaidService(id=stage.ids.new(), event_id=book.event.id, **row)
        for row in script.sales()["service"][key]
    }
    write(made.values())
    return made


def _sell(stage: Stage, book: Book, service: PaidService, row: Row) -> None:
    """Sell a paid service to somebody, who may have paid it since."""
    quantity = row.get("quantity", 1)
    service.sold += quantity
    sold = Sold(service.name, quantity, service.price * quantity, service.vat_rate)
    invoice = _issue(stage, book, [Item(sold, service_id=service.id)], row)
    if "paid" in row:
        note_transfer(stage, invoice, row["paid"], row["days"] - row["after"])


def _issue(
    stage: Stage, book: Book, items: list[Item], row: Row, order: Order | None = None
) -> Invoice:
    """Issue an invoice as it was issued so many days ago."""
    at: datetime = stage.now - timedelta(days=row["days"], minutes=17 * row["days"])
    with done_at(stage, at):
        agreed = Bargain(items, Buyer(**row["buyer"]), "EUR", order.id if order else None)
        day = to_local(at, book.event.timezone).date()
        invoice = issue_as_of(actor_for(stage.lead()), book.event, agreed, day)
    invoice.issued_at = at
    return invoice


def _bill_order(stage: Stage, book: Book, order: Order, row: Row) -> Invoice:
    """Bill an order as its buyer did, and remind of what is not paid."""
    invoice = _issue(stage, book, _items(order), row, order)
    write([BilledOrder(order_id=order.id, invoice_id=invoice.id)])
    account = invoice.account
    if account is not None and "reminders" in row:
        account.reminders = row["reminders"]
        account.reminded_on = invoice.due_on + timedelta(days=3)
    return invoice


def _items(order: Order) -> list[Item]:
    found = []
    for ticket in sorted(order.tickets, key=lambda one: one.search_key):
        kind = ticket.ticket_type
        found.append(Item(Sold(kind.name, 1, ticket.price, kind.vat_rate), ticket_id=ticket.id))
        found += [
            Item(Sold(one.add_on.name, 1, one.price, one.add_on.vat_rate), ticket_id=ticket.id)
            for one in ticket.add_ons
        ]
    return found


def _order(
    stage: Stage, book: Book, row: Row, dinner: AddOn, vouchers: dict[str, Voucher]
) -> Order:
    """Write who comes by an order, and at which price."""
    kind = next(one for one in book.ticket_types if one.name == BUSINESS)
    buyer = row.get("buyer", row)
    is_firm = buyer.get("is_organisation", True)
    voucher = vouchers.get(row.get("voucher", ""))
    price = price_with(voucher.effect, voucher.value, kind.price) if voucher else kind.price
    people = [
        Coming(
            given=given,
            family=family,
            organisation=(row.get("organisation") or buyer["name"]) if is_firm else "",
            kind="sme" if is_firm else "other",
            country=buyer["country"],
            add_on=dinner if dines else None,
        )
        for given, family, dines in row["people"]
    ]
    quota = book.quotas_of[kind.id]
    places = Places(kind=kind, quota=quota, price=price, voucher=voucher)
    at = stage.now - timedelta(days=row["days"], minutes=17 * row["days"] + 8)
    return write_order(stage, book, people, places, at)


def _write_dinner(stage: Stage, book: Book) -> AddOn:
    """Write the dinner, with places of its own, for whoever pays for a ticket anyway."""
    places = Quota(
        id=stage.ids.new(),
        event_id=book.event.id,
        name=DINNER,
        size=DINNER_PLACES,
        taken=0,
        held=0,
    )
    made = AddOn(
        id=stage.ids.new(),
        event_id=book.event.id,
        name=DINNER,
        description="Three courses on the boat of 19:00; with the speakers and the juries.",
        kind=AddOnKind.DINNER,
        price=DINNER_PRICE,
        vat_rate=VAT,
        starts_at=book.day.at("19:00"),
        ends_at=book.day.at("22:00"),
        position=1,
    )
    write([places, made])
    kinds = [one.id for one in book.ticket_types if one.name == BUSINESS]
    write([AddOnQuota(add_on_id=made.id, quota_id=places.id)])
    write(AddOnTicketType(add_on_id=made.id, ticket_type_id=one) for one in kinds)
    _write_tour(stage, book)
    return made


def _write_tour(stage: Stage, book: Book) -> None:
    """Write something free that every holder can still choose at their ticket's page."""
    places: dict[str, Any] = {
        "id": stage.ids.new(),
        "name": TOUR,
        "size": 20,
        "taken": 0,
        "held": 0,
    }
    made = AddOn(
        id=stage.ids.new(),
        event_id=book.event.id,
        name=TOUR,
        description="Forty minutes through the sorting hall; closed shoes are needed.",
        kind=AddOnKind.VISIT,
        starts_at=book.day.at("08:00"),
        ends_at=book.day.at("08:40"),
        position=2,
    )
    write([Quota(event_id=book.event.id, **places), made])
    write([AddOnQuota(add_on_id=made.id, quota_id=places["id"])])
