"""Erasing a person: what the tables declare happens to their rows, all in one unit of work."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, jobs
from app.core.addresses import email_key
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.privacy import Erased
from app.identity.models import Person
from app.identity.queries import find_person_by_email
from app.privacy.facts import PersonErased
from app.privacy.models import Erasure, Suppression
from app.privacy.queries.duties import list_duties
from app.privacy.queries.holding import address_hash, is_anybodys
from app.privacy.queries.rows import Finder, among, subject_of
from app.privacy.services import exporting
from app.privacy.services.removing import delete_rows, remove_rows

LEAST_REASON = 10
AGAIN = "Erased before, and again after a copy of the database was restored"
WRITE_LEDGER = "write_erasure_ledger"
AT_ONCE = 500  # addresses that one statement asks for
Before = Callable[[Actor, Person], None]
_before: list[Before] = []


def before_erasing(function: Before) -> Before:
    """Register the decorated function: it puts in order what a person leaves behind."""
    _before.append(function)
    return function


def erase_self(actor: Actor) -> Erasure:
    """Erase the person who asks."""
    person = db.session.get_one(Person, actor.person_id or 0)
    authorize(actor, Permission.PERSON_EDIT, person)
    return _erase(actor, person, "")


def erase_by_address(actor: Actor, email: str, reason: str) -> Erasure:
    """Erase whoever has an address, who asked on paper."""
    authorize(actor, Permission.ERASURE_MAKE)  # before the answer tells who has an account
    person = find_person_by_email(email)
    if person is None:
        raise Invalid("person_unknown_here", field="email")
    return erase_on_request(actor, person, reason)


def erase_on_request(actor: Actor, person: Person, reason: str) -> Erasure:
    """Erase somebody who asked on paper; an operator does it and says how they were asked."""
    authorize(actor, Permission.ERASURE_MAKE)
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("erasure_reason_missing", field="reason")
    return _erase(actor, person, reason.strip())


def erase_again(person: Person) -> Erasure:
    """Erase somebody whom a restored copy of the database brought back.

    No letter is sent, for they had it; nor do duties that they had in the copy keep them.
    """
    _lock(person)
    erasure = _do(SYSTEM, person, AGAIN)
    forget_address(erasure)
    return erasure


def _erase(actor: Actor, person: Person, reason: str) -> Erasure:
    _lock(person)
    if list_duties(person):
        raise Conflict("duties_left")
    return _do(actor, person, reason)


def _do(actor: Actor, person: Person, reason: str) -> Erasure:
    for put_in_order in _before:
        put_in_order(actor, person)
    exporting.discard_copies_of(person)
    db.session.flush()
    address, language = person.email, person.language
    subject = subject_of(person)
    suppress(address)
    for held in subject.addresses:
        if not is_anybodys(held.key):  # whoever has a former address now is not erased
            suppress(held.email)
    counts = _remove(Finder(subject))
    db.session.execute(
        update(Person).where(Person.id == person.id).values(is_operator=False, language="en")
    )
    db.session.expire_all()
    return _note(actor, person.id, reason, address, language, counts)


def _lock(person: Person) -> None:
    """Let two who ask at once wait for each other; the second finds it done."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if db.session.scalar(select(Erasure.id).where(Erasure.person_id == person.id)):
        raise Conflict("already_erased")


def _remove(finder: Finder) -> dict[str, dict[str, int]]:
    """Do to each row what its table declares, those that refer before those referred to."""
    found = finder.find_all()  # before any of it changes
    counts: dict[str, Counter[str]] = {}
    for one, keys in reversed(found):
        how = one.about.erased
        for chosen in among(one.table, keys):
            if one.about.held:
                done = delete_rows(one.table, chosen)
            elif how is Erased.KEPT:
                done = 0
            else:
                done = remove_rows(one, chosen, how)
            counts.setdefault(one.name, Counter())[how] += done
        if keys:
            stay = len(keys) - counts[one.name].total()
            if how is not Erased.BLANKED and stay:
                counts[one.name][Erased.KEPT] += stay
    return {name: dict(counted) for name, counted in sorted(counts.items())}


def _note(
    actor: Actor,
    person_id: int,
    reason: str,
    address: str,
    language: str,
    counts: dict[str, dict[str, int]],
) -> Erasure:
    erasure = Erasure(
        id=new_id(),
        person_id=person_id,
        by_id=actor.person_id,
        reason=reason,
        address=address,
        language=language,
        counts=counts,
    )
    db.session.add(erasure)
    record(PersonErased(actor_id=actor.person_id, erasure_id=erasure.id, person_id=person_id))
    jobs.enqueue(WRITE_LEDGER)
    return erasure


def forget_address(erasure: Erasure) -> None:
    """Forget the address of somebody who was erased, once the letter to it is written."""
    erasure.address = None


def suppress(email: str) -> None:
    """Remember, as a keyed hash only, that no list may bring an address back."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    values = {"address_hash": address_hash(email_key(email)), "created_at": clock.now()}
    db.session.execute(insert(Suppression).values(**values).on_conflict_do_nothing())


def is_suppressed(email: str) -> bool:
    """Whether whoever had an address was erased; a list that is brought in leaves it out."""
    return db.session.get(Suppression, address_hash(email_key(email))) is not None


def suppressed_since(emails: Iterable[str]) -> dict[str, datetime]:
    """Return since when which of some addresses are suppressed, each as it is compared."""
    keys = {address_hash(key): key for key in map(email_key, emails)}
    found: dict[str, datetime] = {}
    for some in _batched(keys, AT_ONCE):
        query = select(Suppression).where(Suppression.address_hash.in_(some))
        found |= {keys[one.address_hash]: one.created_at for one in db.session.scalars(query)}
    return found


def _batched(values: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
