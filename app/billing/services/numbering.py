"""Numbers without a gap: one row counts, in the transaction of the document that gets the number.

Two who issue at once wait for each other at that row, and what is rolled back gives its number
back with everything else.
"""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.billing.models import NumberSeries, Seller
from app.billing.rules.numbers import Kind, number_of
from app.core.db import db


def next_number(seller: Seller, kind: Kind, year: int) -> str:
    """Take the next number of a seller; called last, so that the row is held for a short time."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    key = {
        "organisation_id": seller.organisation_id,
        "prefix": seller.prefix,
        "kind": kind,
        "year": year,
    }
    counted = (
        insert(NumberSeries)
        .values(**key, last=1)
        .on_conflict_do_update(index_elements=list(key), set_={"last": NumberSeries.last + 1})
        .returning(NumberSeries.last)
    )
    return number_of(seller.prefix, kind, year, db.session.scalars(counted).one())
