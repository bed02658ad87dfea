"""What applicants say in every proposal, and the copies that their proposals took of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.applicants.models import ApplicantAttachment, ApplicantFile
from app.applicants.queries import find_file
from app.applicants.rules import TEXTS, copy_of
from app.core.content import DOCUMENTS, check_file
from app.core.files import StoredFile, store_checked
from app.demo.rules import script
from app.demo.services.one_pagers import TEXT, TITLE, draw
from app.demo.services.stage import Stage, write

WRITTEN = timedelta(days=200)  # before today
AGAIN = timedelta(days=2)


def write_applicants(stage: Stage) -> None:
    """Write the applicant files with what is attached; proposals of the open event take copies."""
    for row in script.applicants():
        home = stage.organisations[row["organisation"]]
        file = _file(stage, row, home.id)
        write([file])
        decks = list(_attach(stage, row, home.id, file.saved_at))
        copy = copy_of(file)
        if copy is not None:
            stage.applicants[home.id] = (copy, decks)


def _file(stage: Stage, row: dict[str, Any], home_id: int) -> ApplicantFile:
    """Return a file as it was when proposals took it."""
    at = stage.now - WRITTEN
    texts = {name: row.get(name, "") for name in TEXTS}
    texts["track_record"] = row.get("before", texts["track_record"])
    file = ApplicantFile(organisation_id=home_id, version=4, saved_at=at, **texts)
    file.ip_status = row["ip_status"]
    if row["declared"]:
        file.rights_declared_at = at
        file.rights_declared_by_id = stage.contacts[row["organisation"]].id
    return file


def _attach(stage: Stage, row: dict[str, Any], home_id: int, at: datetime) -> Iterator[StoredFile]:
    """Put a page about the organisation to what goes with every proposal, where there is one."""
    if not row.get("deck"):
        return
    title, *lines = row["deck"]
    drawn = draw([[(title, TITLE), ("", TEXT), *((line, TEXT) for line in lines)]])
    stored = store_checked(check_file(drawn, f"{title}.pdf", DOCUMENTS))
    stored.created_at = at
    write([stored])
    by = {"added_by_id": stage.contacts[row["organisation"]].id, "created_at": at}
    write([ApplicantAttachment(organisation_id=home_id, file_id=stored.id, **by)])
    yield stored


def change_applicants(stage: Stage) -> None:
    """Let those who wrote on since say what they say now."""
    for row in script.applicants():
        if "before" in row:
            home = stage.organisations[row["organisation"]]
            file = _find(home.id)
            file.track_record = row["track_record"]
            file.saved_at, file.version = stage.now - AGAIN, file.version + 1


def _find(organisation_id: int) -> ApplicantFile:
    found = find_file(organisation_id)
    if found is None:
        raise LookupError("no applicant file was written")
    return found
