"""Reading applicant files."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.applicants.models import ApplicantAttachment, ApplicantFile
from app.applicants.rules import copy_of
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.permissions import Permission
from app.identity.models import Organisation
from app.identity.queries import get_organisation


def get_applicant(actor: Actor, organisation_id: int) -> Organisation:
    """Return an organisation whose file the actor may read."""
    organisation = get_organisation(organisation_id)
    authorize(actor, Permission.APPLICANT_VIEW, organisation)
    return organisation


def find_file(organisation_id: int) -> ApplicantFile | None:
    """Return an organisation's file, None before its first word, whoever asks."""
    query = select(ApplicantFile).where(ApplicantFile.organisation_id == organisation_id)
    return db.session.scalar(query)


def file_or_blank(organisation: Organisation) -> ApplicantFile:
    """Return an organisation's file; before its first word a blank one that is not kept."""
    found = find_file(organisation.id)
    if found is not None:
        return found
    texts = dict.fromkeys(("pitch", "about", "team", "track_record", "ip_note"), "")
    website = organisation.website or ""
    return ApplicantFile(organisation_id=organisation.id, version=0, website=website, **texts)


def list_attachments(organisation_id: int) -> Sequence[ApplicantAttachment]:
    """Return the files that go with every proposal of an organisation, whoever asks."""
    query = (
        select(ApplicantAttachment)
        .where(ApplicantAttachment.organisation_id == organisation_id)
        .where(ApplicantAttachment.removed_at.is_(None))
        .options(joinedload(ApplicantAttachment.file))
        .order_by(ApplicantAttachment.created_at, ApplicantAttachment.id)
    )
    return db.session.scalars(query).all()


def find_copy(organisation_id: int) -> dict[str, Any] | None:
    """Return what a proposal takes of an organisation's file; None where it says nothing."""
    found = find_file(organisation_id)
    return None if found is None else copy_of(found)


def get_attachment(actor: Actor, organisation_id: int, attachment_id: int) -> StoredFile:
    """Return a file that goes with every proposal of an organisation of the actor's."""
    organisation = get_applicant(actor, organisation_id)
    for one in list_attachments(organisation.id):
        if one.id == attachment_id:
            return one.file
    raise NotFound
