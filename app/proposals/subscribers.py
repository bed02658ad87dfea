"""What the worker does for proposals: it packs those to a challenge into one archive."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from app.challenges.queries import get_challenge
from app.core import clock, jobs, work
from app.core.csv_text import to_csv
from app.core.files import path_of, place_parts, store_placed
from app.core.ids import encode_id
from app.core.text import slugify
from app.core.uow import unit_of_work
from app.core.xlsx import to_xlsx
from app.events.policies import Fence
from app.proposals.presentation import proposal_pdf
from app.proposals.queries import list_packed, stored_of
from app.proposals.rules.packing import (
    COLUMNS,
    Packed,
    as_json,
    member_name,
    questions_in,
    rows_of,
)
from app.proposals.services.exporting import PACK, extras_of
from config import LANGUAGES

ZIP = "application/zip"
PART = 1024 * 1024
Files = dict[int, list[tuple[Path, str, str]]]  # where a file lies, its name and its type


@jobs.task(PACK, on_given_up=work.give_up, on_retry=work.reopen)
def pack_proposals(
    *,
    work_id: int,
    challenge_id: int,
    clusters: list[int] | None,
    for_owner: bool,
    reader: str,
    closed: Sequence[int] = (),
) -> None:
    """Pack the proposals that somebody waits for, within the fence they asked from."""
    seen = Fence(None if clusters is None else frozenset(clusters), frozenset(closed))
    with work.doing(work_id) as report, tempfile.TemporaryFile() as out:
        challenge = _challenge(challenge_id)
        packed = list_packed(challenge_id, seen, for_owner=for_owner)
        files = {
            proposal_id: [(path_of(one), one.filename, one.content_type) for one in stored]
            for proposal_id, stored in stored_of(packed).items()
        }
        extras = extras_of(challenge_id) if for_owner else []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _add_tables(archive, challenge, packed)
            for filename, text in extras:
                archive.writestr(filename, text)
            for count, one in enumerate(packed):
                report(count, len(packed))
                archive.writestr(
                    f"{one.folder}/proposal.pdf",
                    proposal_pdf(one, challenge, reader, LANGUAGES[0]),
                )
                _add_files(archive, one, files)
        name = f"proposals-{slugify(challenge['title'], 60)}.zip"
        placed = place_parts(_parts(out), name, ZIP)
        with unit_of_work():
            work.finish(work_id, store_placed(placed))


def _challenge(challenge_id: int) -> dict[str, Any]:
    """Return what an export says of its challenge, as plain values."""
    found = get_challenge(challenge_id)
    return {
        "id": encode_id(found.id),
        "title": found.title,
        "owner": found.owner_organisation.name,
        "event": found.event.name,
        "timezone": found.event.timezone,
        "exported_at": clock.now().isoformat(timespec="seconds"),
    }


def _add_tables(
    archive: zipfile.ZipFile, challenge: dict[str, Any], packed: Sequence[Packed]
) -> None:
    head = [*COLUMNS, *questions_in(packed).values(), "files"]
    rows = rows_of(packed)
    archive.writestr("proposals.csv", to_csv(head, rows))
    archive.writestr("proposals.xlsx", to_xlsx(head, rows, made_at=clock.now()))
    whole = json.dumps(as_json(challenge, packed), indent=1, ensure_ascii=False)
    archive.writestr("proposals.json", whole)


def _add_files(archive: zipfile.ZipFile, one: Packed, files: Files) -> None:
    for number, (path, name, content_type) in enumerate(files.get(one.id, ()), 1):
        if path.exists():
            # What is packed already gets no smaller by packing it again.
            place = member_name(one, name, content_type, number)
            archive.write(path, place, compress_type=zipfile.ZIP_STORED)


def _parts(out: IO[bytes]) -> Iterator[bytes]:
    out.seek(0)
    while part := out.read(PART):
        yield part
