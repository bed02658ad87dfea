"""Erasing again whom a restored copy of the database brought back, by the ledger of erasures."""

from sqlalchemy import select

from app.core import jobs
from app.core.db import db
from app.core.ledger import append_to_ledger, read_ledger
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.privacy.models import Erasure
from app.privacy.rules.ledger import read_lines, write_lines
from app.privacy.services.erasing import WRITE_LEDGER, erase_again


@jobs.task(WRITE_LEDGER)
def write_ledger() -> None:
    """Add to the ledger whoever is erased and not in it yet; nobody is ever taken out."""
    known = set(list_erased())
    query = select(Erasure.person_id, Erasure.done_at).order_by(Erasure.done_at, Erasure.id)
    missing = [(one, at) for one, at in db.session.execute(query) if one not in known]
    db.session.rollback()
    if missing:
        append_to_ledger(write_lines(missing))


def list_erased() -> tuple[int, ...]:
    """Return whoever was ever erased."""
    return read_lines(read_ledger())


def list_returned() -> list[Person]:
    """Return those who were erased and are in the database as if they were not."""
    done = select(Erasure.person_id)
    query = select(Person).where(Person.id.in_(list_erased()), Person.id.not_in(done))
    return list(db.session.scalars(query.order_by(Person.id)))


def replay() -> int:
    """Erase again whoever came back, each in a unit of work of their own."""
    returned = [one.id for one in list_returned()]
    db.session.rollback()
    for person_id in returned:
        with unit_of_work():
            erase_again(db.session.get_one(Person, person_id))
    write_ledger()
    return len(returned)
