"""Decidim (CVE-2026-45376): a parameter went into ORDER BY as it was.

The names of orders and filters are looked up in closed lists; what is not in them changes neither
the statement nor the order.
"""

import pytest
from sqlalchemy import event

from app.core.db import db
from app.directory.queries import listing
from app.directory.rules.filters import Sort
from tests.factories.directory import make_listed

HOSTILE = [
    *("name; DROP TABLE person", "(SELECT 1)", "id DESC", "password_hash", "NAME", "1", "'", "\\"),
    *("name,(select sleep(5))", "listed_at", "organisation.vat_number", "−1", "%27"),
]


@pytest.fixture
def statements():
    """Return the list that every statement is written to, with its parameters left out."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("name", ["sort", "kind", "country", "region", "sector", "ecosystem"])
@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_no_order_or_filter_changes_no_statement(client, app, statements, name, value):
    make_listed(name="B")
    make_listed(name="A")
    statements.clear()
    client.get("/directory")
    plain = list(statements)
    statements.clear()

    page = client.get("/directory", query_string={name: value})

    assert page.status_code == 200
    assert statements == plain


def test_a_search_goes_in_as_a_parameter(client, app, statements):
    make_listed(name="A")
    statements.clear()
    client.get("/directory?q=plain")
    plain = list(statements)
    for value in HOSTILE:
        statements.clear()
        client.get("/directory", query_string={"q": value.replace(" ", "").replace(",", "")})
        assert len(statements) <= len(plain)
        assert not any("DROP" in one or "sleep" in one for one in statements)


def test_there_is_an_order_for_each_name():
    assert set(listing._ORDERS) == set(Sort)
