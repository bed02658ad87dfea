"""The copy of everything that is kept about a person: asked for, made by the worker, kept a day."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from app.core import clock, jobs, work
from app.core.authz import Actor, authorize
from app.core.content import clean_filename
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.files import StoredFile, path_of, place_parts, remove_after_commit, store_placed
from app.core.ids import encode_id, new_id
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.core.work import Work
from app.identity.models import Person
from app.privacy.facts import ExportDownloaded, ExportRequested
from app.privacy.models import DataExport
from app.privacy.queries.copies import everything_about, find_open_export, get_export

KIND = "personal_data"
MAKE_COPY = "make_personal_copy"
KEPT = timedelta(hours=24)
ZIP = "application/zip"

work.kind_needs(KIND, Permission.EXPORT_VIEW, lambda _event_id: None)


def request_copy(actor: Actor, *, title: str = "") -> DataExport:
    """Ask for a copy of one's own data; one at a time is enough."""
    authorize(actor, Permission.EXPORT_MAKE)
    person_id = actor.person_id or 0
    if find_open_export(person_id) is not None:
        raise Conflict("export_running")
    started = work.start_work(actor, KIND, title=title)
    db.session.flush()
    export = DataExport(id=new_id(), person_id=person_id, work_id=started.id)
    db.session.add(export)
    db.session.flush()
    record(ExportRequested(actor_id=person_id, export_id=export.id, person_id=person_id))
    jobs.enqueue(MAKE_COPY, work_id=started.id, person_id=person_id)
    return export


@jobs.task(MAKE_COPY, on_given_up=work.give_up, on_retry=work.reopen)
def make_personal_copy(work_id: int, person_id: int) -> None:
    """Pack what is kept about a person: the tables as JSON, and the files."""
    with work.doing(work_id):
        whole, files = everything_about(db.session.get_one(Person, person_id))
        whole["made_at"] = clock.now().isoformat()
        data = _pack(whole, files)
        placed = place_parts((data,), "my-data.zip", ZIP)
        with unit_of_work():
            work.finish(work_id, store_placed(placed))


def _pack(whole: dict[str, object], files: list[StoredFile]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(whole, indent=1, ensure_ascii=False))
        for stored in files:
            path = path_of(stored)
            if path.exists():
                name = clean_filename(stored.filename, stored.content_type)
                packed.write(path, f"files/{encode_id(stored.id)}-{name}")
    return out.getvalue()


def open_copy(actor: Actor, export_id: int) -> StoredFile:
    """Return the file of a copy to the person it is about, and note that it was opened."""
    export = get_export(actor, export_id)
    file = export.work.file
    if file is None or export.created_at + KEPT < clock.now():
        raise NotFound
    statement = update(DataExport).where(DataExport.id == export.id)
    db.session.execute(statement.values(downloads=DataExport.downloads + 1))
    record(
        ExportDownloaded(actor_id=actor.person_id, export_id=export.id, person_id=export.person_id)
    )
    return file


def discard_copies_of(person: Person) -> int:
    """Remove every copy of a person's data."""
    return _discard(DataExport.person_id == person.id)


def discard_old_copies() -> int:
    """Remove the copies that were made more than a day ago."""
    return _discard(DataExport.created_at < clock.now() - KEPT)


def _discard(chosen: ColumnElement[bool]) -> int:
    found = list(db.session.execute(select(DataExport.id, DataExport.work_id).where(chosen)))
    works = Work.id.in_([row.work_id for row in found]), Work.kind == KIND
    files = select(StoredFile).join(Work, Work.file_id == StoredFile.id)
    stored = list(db.session.scalars(files.where(*works)))
    _run(delete(DataExport).where(DataExport.id.in_([row.id for row in found])))
    _run(delete(Work).where(*works))
    for one in stored:
        remove_after_commit(path_of(one))
        db.session.delete(one)
    db.session.flush()
    return len(found)


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
