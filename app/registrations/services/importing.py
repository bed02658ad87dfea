"""Uploading a list of people, saying what its columns are, having it imported and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, delete, select, update

from app.core import clock, jobs, work
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.files import Placed, store_placed
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.work import Work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.imports.rules.mapping import pick_columns, remembered
from app.imports.services import take_list
from app.registrations.facts import (
    AttendeeImportStarted,
    AttendeeImportUndone,
    AttendeeListUploaded,
)
from app.registrations.models import AttendeeImport, ImportedTicket
from app.registrations.queries import importing as queries
from app.registrations.rules.lines import NEEDED, TARGETS
from app.tickets.models import Order, Ticket
from app.tickets.queries import get_ticket_type, list_ticket_types
from app.tickets.services.places import give_back_all

KIND = "attendee_import"
MAKE = "import_attendees"

work.kind_needs(KIND, Permission.TICKET_MANAGE, get_event_by_id)


def upload_list(actor: Actor, event: Event, placed: Placed) -> AttendeeImport:
    """Keep a list for an event; the same list again is the one that is there."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    same = queries.find_same(event.id, placed.sha256)
    if same is not None:
        return same
    stored = store_placed(placed)
    db.session.flush()
    types = list_ticket_types(event.id)
    made = AttendeeImport(
        id=new_id(),
        event_id=event.id,
        uploaded_by_id=actor.person_id,
        file_id=stored.id,
        sha256=stored.sha256,
        ticket_type_id=types[0].id if types else None,
    )
    db.session.add(made)
    db.session.flush()
    about = {"event_id": event.id, "import_id": made.id}
    record(AttendeeListUploaded(actor_id=actor.person_id, sha256=made.sha256, **about))
    return made


def choose_columns(
    actor: Actor,
    event: Event,
    import_id: int,
    *,
    columns: Mapping[str, int],
    ticket_type: int | None = None,
    is_mailing: bool = False,
) -> AttendeeImport:
    """Say which column is what, which ticket those get who name none, and whether mails go out."""
    found = queries.get_import(actor, event, import_id)
    head = queries.read_listed(found).head
    chosen = pick_columns(TARGETS, NEEDED, columns, len(head))
    if not {"given_name", "name"} & set(chosen):
        raise Invalid("column_needed", field="column-given_name")
    if ticket_type is None and "ticket_type" not in chosen:
        raise Invalid("ticket_needed", field="ticket_type")
    found.ticket_type_id = ticket_type and get_ticket_type(ticket_type, event.id).id
    found.columns, found.heads = chosen, remembered(head, chosen)
    found.is_mailing = is_mailing
    found.chosen_at = clock.now()
    return found


def start_import(
    actor: Actor, event: Event, import_id: int, *, title: str = "", back_url: str = ""
) -> Work:
    """Have people registered from the lines that can be, by the worker."""
    found = queries.get_import(actor, event, import_id)
    if found.chosen_at is None:
        raise Conflict("columns_first")
    begun = work.start_work(actor, KIND, event.id, title=title, back_url=back_url)
    db.session.flush()
    take_list(AttendeeImport, found.id, begun.id, undone_at=None)
    jobs.enqueue(
        MAKE,
        work_id=begun.id,
        event_id=event.id,
        import_id=found.id,
        person_id=actor.person_id,
    )
    about = {"event_id": event.id, "import_id": found.id, "work_id": begun.id}
    record(AttendeeImportStarted(actor_id=actor.person_id, **about))
    return begun


@dataclass(frozen=True)
class Undone:
    """What taking an import back does: tickets that go, and those that stay for a reason."""

    gone: Sequence[int] = ()
    kept: Sequence[int] = field(default_factory=tuple)


def foresee_undo(actor: Actor, event: Event, import_id: int) -> Undone:
    """Return which tickets of an import would go, and which were used, changed or mailed since."""
    found = queries.get_import(actor, event, import_id)
    ids = queries.tickets_of(found.id)
    stays = set(ids) if found.is_mailing else queries.touched(ids)
    return Undone([one for one in ids if one not in stays], [one for one in ids if one in stays])


def undo_import(actor: Actor, event: Event, import_id: int) -> Undone:
    """Take back what an import made and nobody touched since: tickets, orders and places.

    Of two who do that at a time one finds it done.
    """
    found = queries.get_import(actor, event, import_id)
    _claim_undo(found)
    locked = select(Ticket.id).where(Ticket.id.in_(_made_by(found.id))).order_by(Ticket.id)
    db.session.execute(locked.with_for_update())
    undone = foresee_undo(actor, event, import_id)
    for start in range(0, len(undone.gone), queries.AT_ONCE):
        _take_back(undone.gone[start : start + queries.AT_ONCE])
    about = {"event_id": event.id, "import_id": found.id}
    numbers = {"gone": len(undone.gone), "kept": len(undone.kept)}
    record(AttendeeImportUndone(actor_id=actor.person_id, **about, **numbers))
    return undone


def _made_by(import_id: int) -> Select[int]:
    return select(ImportedTicket.ticket_id).where(ImportedTicket.import_id == import_id)


def _claim_undo(found: AttendeeImport) -> None:
    running = select(Work.id).where(Work.state.in_((work.WAITING, work.RUNNING)))
    rule = (
        update(AttendeeImport)
        .where(AttendeeImport.id == found.id, AttendeeImport.undone_at.is_(None))
        .where(AttendeeImport.work_id.is_not(None), AttendeeImport.work_id.not_in(running))
        .values(undone_at=clock.now())
    )
    if db.session.scalar(rule.returning(AttendeeImport.id)) is None:
        raise Conflict("import_not_undone")


def _take_back(ticket_ids: Sequence[int]) -> None:
    give_back_all(ticket_ids)
    db.session.execute(delete(ImportedTicket).where(ImportedTicket.ticket_id.in_(ticket_ids)))
    gone = delete(Ticket).where(Ticket.id.in_(ticket_ids)).returning(Ticket.order_id)
    orders = sorted(set(db.session.scalars(gone)))
    db.session.execute(delete(Order).where(Order.id.in_(orders)))
