"""Reading the imports of an event: the lists, what is wrong with them, what came of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.addresses import email_key
from app.core.audit import AuditEntry, AuditSubject
from app.core.authz import Actor, authorize
from app.core.db import Base, db
from app.core.errors import NotFound
from app.core.files import path_of
from app.core.merging import references_to
from app.core.permissions import Permission
from app.core.text import search_key
from app.events.models import Event
from app.imports.queries import countries_by_name
from app.imports.rules import Listed, read_list
from app.imports.rules.mapping import Mapped
from app.registrations.models import AttendeeImport, ImportedTicket
from app.registrations.rules.lines import Person, Terms, check_people
from app.tickets.models import Ticket
from app.tickets.queries import limits_of, list_quotas, list_ticket_types
from app.tickets.queries.support import supporting_clusters
from app.tickets.rules.places import places_of
from app.tickets.rules.sales import OPEN
from app.tickets.rules.support import choose_support

AT_ONCE = 500
# What an import itself writes about a ticket; whatever else there is was done since.
BY_IMPORT = frozenset({"TicketRegistered", "TicketRequested", "OrderPlaced"})
OWN_TABLES = frozenset({"taken_place", "imported_ticket"})


def get_import(actor: Actor, event: Event, import_id: int) -> AttendeeImport:
    """Return a list of people that the actor may import."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    query = select(AttendeeImport).where(AttendeeImport.id == import_id)
    query = query.where(AttendeeImport.event_id == event.id)
    found = db.session.scalar(query.options(joinedload(AttendeeImport.file)))
    if found is None:
        raise NotFound
    return found


def list_imports(event_id: int, limit: int, offset: int) -> Sequence[AttendeeImport]:
    """Return the lists that were uploaded for an event, the latest first."""
    query = (
        select(AttendeeImport)
        .where(AttendeeImport.event_id == event_id)
        .options(joinedload(AttendeeImport.file), joinedload(AttendeeImport.uploaded_by))
        .order_by(AttendeeImport.created_at.desc(), AttendeeImport.id)
    )
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def find_same(event_id: int, sha256: str) -> AttendeeImport | None:
    """Return the same list, if it was uploaded for the event before."""
    query = select(AttendeeImport).where(AttendeeImport.event_id == event_id)
    return db.session.scalar(query.where(AttendeeImport.sha256 == sha256))


def known_heads(event_id: int) -> Mapping[str, str]:
    """Return which words of a head were what, when that was last chosen for an event."""
    query = (
        select(AttendeeImport.heads)
        .where(AttendeeImport.event_id == event_id, AttendeeImport.chosen_at.is_not(None))
        .order_by(AttendeeImport.chosen_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or {}


def read_listed(found: AttendeeImport) -> Listed:
    """Return what a list says, read anew from the store."""
    return read_list(path_of(found.file).read_bytes())


def check_import(event: Event, found: AttendeeImport) -> list[Person]:
    """Return every line of a list with what is wrong with it."""
    return check_people(read_listed(found), Mapped(found.columns), terms_of(event, found))


def terms_of(event: Event, found: AttendeeImport) -> Terms:
    """Return what the lines of a list are held against, as the event stands now."""
    types = {one.id: one for one in list_ticket_types(event.id)}
    limits = {type_id: limits_of(kind) for type_id, kind in types.items()}
    # What has to be approved first takes its places then.
    waits = {one.id for one in types.values() if one.needs_approval}
    clusters = supporting_clusters(event)

    def quotas_of(type_id: int, country: str) -> list[int]:
        cluster_id = choose_support(clusters, country=country).cluster_id
        return [] if type_id in waits else places_of(limits.get(type_id, ()), country, cluster_id)

    return Terms(
        types={search_key(one.name): one.id for one in types.values()},
        usual_type=found.ticket_type_id,
        countries=countries_by_name(),
        there=_names_there(event.id),
        known=imported_keys(event.id),
        free={one.id: one.free for one in list_quotas(event.id)},
        quotas_of=quotas_of,
    )


def _names_there(event_id: int) -> Mapping[str, Collection[str]]:
    """Return the names of whoever has a ticket or asked for one, by address."""
    query = select(Ticket.email, Ticket.family_name, Ticket.given_name).where(
        Ticket.event_id == event_id, Ticket.state.in_(sorted(OPEN))
    )
    found = defaultdict(set)
    for email, family, given in db.session.execute(query):
        found[email_key(email)].add(search_key(family, given))
    return found


def imported_keys(event_id: int) -> set[str]:
    """Return the lines that were imported to an event before."""
    query = select(ImportedTicket.line_key).where(ImportedTicket.event_id == event_id)
    return set(db.session.scalars(query))


def count_imported(import_ids: Collection[int]) -> dict[int, int]:
    """Return how many tickets each of some imports has made that are still its own."""
    found = dict.fromkeys(import_ids, 0)
    query = select(ImportedTicket.import_id).where(ImportedTicket.import_id.in_(import_ids))
    for import_id in db.session.scalars(query):
        found[import_id] += 1
    return found


def tickets_of(import_id: int) -> list[int]:
    """Return the tickets that an import made, in the order of their ids."""
    query = select(ImportedTicket.ticket_id).where(ImportedTicket.import_id == import_id)
    return list(db.session.scalars(query.order_by(ImportedTicket.ticket_id)))


def touched(ticket_ids: Sequence[int]) -> set[int]:
    """Return which of some tickets were used or changed since they were imported.

    The log tells of changes, and a row of any table that refers to a ticket of its use.
    """
    found: set[int] = set()
    for start in range(0, len(ticket_ids), AT_ONCE):
        some = ticket_ids[start : start + AT_ONCE]
        entries = (
            select(AuditSubject.thing_id)
            .join(AuditEntry, AuditEntry.id == AuditSubject.entry_id)
            .where(AuditSubject.thing_id.in_(some), AuditEntry.name.not_in(sorted(BY_IMPORT)))
        )
        found |= set(db.session.scalars(entries))
        for one in references_to(Base.metadata.tables["ticket"]):
            if one.table.name not in OWN_TABLES:
                found |= set(db.session.scalars(select(one.column).where(one.column.in_(some))))
        found |= _ordered_more(some)
    return found


def _ordered_more(ticket_ids: Sequence[int]) -> set[int]:
    """Return the tickets to whose orders anything else refers: what is to be paid, say."""
    found: set[int] = set()
    for one in references_to(Base.metadata.tables["ticket_order"]):
        if one.table is not Ticket.__table__:
            query = select(Ticket.id).join(one.table, one.column == Ticket.order_id)
            found |= set(db.session.scalars(query.where(Ticket.id.in_(ticket_ids))))
    return found
