"""Rows 60 and 64: a made-up code counted, and an order was opened by its short number alone.

Of tickets, invoices, transfers and places on a waiting list: only the very address that was mailed
opens one, whatever it is cut, bent, borrowed from another thing or another event.
"""

import pytest

from app.billing.queries import invoice_link
from app.core.db import db
from app.core.ids import encode_id
from app.tickets import queries
from app.tickets.queries.transfers import transfer_link
from app.tickets.queries.waiting import waiting_link
from tests.factories.billing import make_invoice, make_seller
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket, make_ticket_type, make_transfer, make_waiting


@pytest.fixture
def mailed(app):
    """Return the secret addresses of an event, each with the number of what it opens."""
    event = make_event(slug="day")
    make_seller(event)
    ticket, invoice = make_ticket(make_ticket_type(event)), make_invoice(event)
    entry, waits = make_waiting(event), make_transfer(ticket)
    found = {
        "/tickets/{}": (queries.link_of(ticket), ticket.id),
        "/invoices/{}": (invoice_link(invoice), invoice.id),
        "/waiting-list/{}": (waiting_link(entry), entry.id),
        "/ticket-transfers/{}": (transfer_link(waits), waits.id),
    }
    db.session.rollback()
    return found


def forged(link, thing_id, others):
    """Return addresses that somebody makes up who knows the number of a thing, or another one."""
    short, half = encode_id(thing_id), len(link) // 2
    bent = link[:-1] + ("A" if link[-1] != "A" else "B")
    swapped = link[:half] + others[0][half:]
    plain = ("test", "0", "1", short, f"{short}.", f"{short}.test", f"{short}.{'A' * 43}")
    return (*plain, link[:-1], link + "A", bent, swapped, link.swapcase(), *others)


def test_an_address_that_was_not_mailed_opens_nothing(client, mailed):
    for path, (link, thing_id) in mailed.items():
        assert client.get(path.format(link)).status_code == 200
        others = [other for other, _id in mailed.values() if other != link]
        for one in forged(link, thing_id, others):
            assert client.get(path.format(one)).status_code == 404, (path, one)


def test_what_is_behind_an_address_opens_by_it_alone(client, mailed):
    (link, ticket_id), (invoice, _id), *_others = mailed.values()
    there = f"/tickets/{{}}/{encode_id(ticket_id)}/change"
    assert client.get(there.format(link)).status_code == 200
    assert client.get(there.format(invoice)).status_code == 404
    for paper in ("invoice.pdf", "receipt.pdf"):
        assert client.get(f"/invoices/{link}/{paper}").status_code == 404
