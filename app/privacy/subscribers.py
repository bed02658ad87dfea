"""The worker's part: it packs copies of personal data, and lets old data go at night."""

import io
import json
import zipfile
from datetime import UTC

from app.core import clock, jobs, schedule, work
from app.core.content import clean_filename
from app.core.db import db
from app.core.files import StoredFile, path_of
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.privacy.queries.copies import everything_about
from app.privacy.rules.keeping import STARTS_AT_HOUR
from app.privacy.services import exporting, retention

LET_OLD_DATA_GO = schedule.nightly(STARTS_AT_HOUR)("let_old_data_go")


@jobs.task(exporting.MAKE_COPY, on_given_up=work.give_up, on_retry=work.reopen)
def make_personal_copy(work_id: int, person_id: int) -> None:
    """Pack what is kept about a person: the tables as JSON, and the files."""
    with work.doing(work_id):
        whole, files = everything_about(db.session.get_one(Person, person_id))
        whole["made_at"] = clock.now().isoformat()
        data = _pack(whole, files)
        with unit_of_work():
            exporting.finish_copy(work_id, data, "my-data.zip")


def _pack(whole: dict[str, object], files: list[StoredFile]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(whole, indent=1, ensure_ascii=False))
        for stored in files:
            path = path_of(stored)
            if path.exists():
                packed.write(path, f"files/{encode_id(stored.id)}-{_name(stored)}")
    return out.getvalue()


def _name(stored: StoredFile) -> str:
    return clean_filename(stored.filename, stored.content_type)


@jobs.task(LET_OLD_DATA_GO)
def let_old_data_go() -> None:
    """Delete and blank what is over its time."""
    retention.run(clock.now().astimezone(UTC).date())
