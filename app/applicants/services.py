"""Writing an organisation's applicant file."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import attributes

from app.applicants import queries
from app.applicants.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    RightsDeclared,
    RightsTakenBack,
)
from app.applicants.models import ApplicantAttachment, ApplicantFile
from app.applicants.rules import MAX_ATTACHMENTS, TEXTS
from app.core import clock, content
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.files import Placed, store_placed
from app.core.intake import take_file
from app.core.permissions import Permission
from app.identity.models import Organisation

ALLOWED_FILES = content.DOCUMENTS | content.OFFICE | content.IMAGES
MAX_FILE_BYTES = 10 * content.MEGABYTE


def save_file(
    actor: Actor, organisation_id: int, *, version: int, values: Mapping[str, Any]
) -> ApplicantFile:
    """Save what was typed, if nobody else saved since the actor read it."""
    organisation = _own(actor, organisation_id)
    file = _take_version(organisation, version)
    for name in TEXTS:
        if name in values:
            setattr(file, name, values[name] or "")
    if "ip_status" in values:
        file.ip_status = values["ip_status"]
    if "has_rights" in values:
        _declare(actor, file, has_rights=bool(values["has_rights"]))
    file.saved_at = clock.now()
    db.session.flush()
    return file


def _own(actor: Actor, organisation_id: int) -> Organisation:
    organisation = queries.get_applicant(actor, organisation_id)
    authorize(actor, Permission.APPLICANT_EDIT, organisation)
    return organisation


def _take_version(organisation: Organisation, version: int) -> ApplicantFile:
    """Claim the next version: the first by its unique key, each later one by a guarded update."""
    if version == 0:
        file = queries.file_or_blank(organisation)
        if file.version:
            raise Conflict("changed_meanwhile")
        file.version = 1
        db.session.add(file)
        db.session.flush()
        return file
    statement = (
        update(ApplicantFile)
        .where(ApplicantFile.organisation_id == organisation.id)
        .where(ApplicantFile.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("changed_meanwhile")
    found = select(ApplicantFile).where(ApplicantFile.organisation_id == organisation.id)
    file = db.session.scalars(found.execution_options(populate_existing=True)).one()
    attributes.set_committed_value(file, "version", version + 1)
    return file


def _declare(actor: Actor, file: ApplicantFile, *, has_rights: bool) -> None:
    if has_rights == (file.rights_declared_at is not None):
        return
    file.rights_declared_at = clock.now() if has_rights else None
    file.rights_declared_by_id = actor.person_id if has_rights else None
    kind = RightsDeclared if has_rights else RightsTakenBack
    record(kind(actor_id=actor.person_id, organisation_id=file.organisation_id))


def check_upload(data: bytes, filename: str) -> content.CheckedFile:
    """Return a sent file as it may be kept; run before the unit of work, for it takes its time."""
    if not data:
        raise Invalid("file_missing", field="file")
    if len(data) > MAX_FILE_BYTES:
        megabytes = MAX_FILE_BYTES // content.MEGABYTE
        raise Invalid("file_too_large", field="file", megabytes=megabytes)
    return take_file(data, filename, ALLOWED_FILES)


def add_attachment(actor: Actor, organisation_id: int, file: Placed) -> ApplicantAttachment:
    """Add a file that `check_upload` has looked at and that lies in the store."""
    organisation = _own(actor, organisation_id)
    _lock(organisation.id)
    if len(queries.list_attachments(organisation.id)) >= MAX_ATTACHMENTS:
        raise Invalid("too_many_attachments", field="file", limit=MAX_ATTACHMENTS)
    stored = store_placed(file)
    db.session.flush()
    added = ApplicantAttachment(
        organisation_id=organisation.id, file_id=stored.id, file=stored, added_by_id=actor.person_id
    )
    db.session.add(added)
    db.session.flush()
    named = {"organisation_id": organisation.id, "attachment_id": added.id}
    record(AttachmentAdded(actor_id=actor.person_id, **named))
    return added


def _lock(organisation_id: int) -> None:
    """Let members who add a file at the same moment queue, so that the limit holds."""
    statement = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(statement.with_for_update())


def remove_attachment(actor: Actor, organisation_id: int, attachment_id: int) -> None:
    """Take a file out; proposals that have it keep it."""
    organisation = _own(actor, organisation_id)
    found = [one for one in queries.list_attachments(organisation.id) if one.id == attachment_id]
    if not found:
        raise NotFound
    found[0].removed_at = clock.now()
    named = {"organisation_id": organisation.id, "attachment_id": found[0].id}
    record(AttachmentRemoved(actor_id=actor.person_id, **named))
