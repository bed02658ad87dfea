"""Uploading a list, saying what its columns are, and having it imported."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select, update

from app.challenges.queries import get_challenge
from app.challenges.rules.phases import DRAFTING, phase_of
from app.core import clock, jobs, work
from app.core.authz import Actor
from app.core.content import CheckedFile, clean_filename, sniff
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.files import Placed, store_placed
from app.core.intake import take_file
from app.core.office_files import XLSX
from app.core.permissions import Permission
from app.core.viruses import refuse_viruses
from app.core.work import Work
from app.imports import queries
from app.imports.facts import ImportStarted, ImportUploaded
from app.imports.models import ProposalImport
from app.imports.rules import MAX_BYTES, ZIP, read_list
from app.imports.rules.mapping import NEEDED, names_of, pick_columns, remembered
from app.imports.services.making import MAKE
from challenges.lifecycle import Phase

KIND = "proposal_import"
CSV = "text/csv"
MEGABYTE = 1024 * 1024
TO_SUBMIT = frozenset({Phase.OPEN, Phase.CLOSED, Phase.SCREENING})

work.kind_needs(KIND, Permission.CHALLENGE_IMPORT, get_challenge)


def check_upload(data: bytes, filename: str) -> CheckedFile:
    """Return a list that can be read, as it may be kept; run before the unit of work."""
    if not data:
        raise Invalid("file_missing", field="file")
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", field="file", megabytes=MAX_BYTES // MEGABYTE)
    if data.startswith(ZIP):
        checked = take_file(data, filename, frozenset({XLSX}), limit=MAX_BYTES)
    else:
        if sniff(data) is not None:
            raise Invalid("list_unreadable", field="file")
        refuse_viruses(data)
        checked = CheckedFile(data, clean_filename(filename, CSV), CSV)
    read_list(data)
    return checked


def upload_list(actor: Actor, challenge_id: int, placed: Placed) -> ProposalImport:
    """Keep a list for a challenge; the same list again is the one that is there."""
    challenge = queries.get_challenge_to_import(actor, challenge_id)
    same = queries.find_same(challenge.id, placed.sha256)
    if same is not None:
        return same
    stored = store_placed(placed)
    db.session.flush()
    made = ProposalImport(
        challenge_id=challenge.id,
        uploaded_by_id=actor.person_id,
        file_id=stored.id,
        sha256=stored.sha256,
        zone=challenge.event.timezone,
    )
    db.session.add(made)
    db.session.flush()
    record(
        ImportUploaded(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            import_id=made.id,
            sha256=made.sha256,
        )
    )
    return made


def choose_columns(
    actor: Actor,
    import_id: int,
    head: Sequence[str],
    *,
    columns: Mapping[str, int],
    **how: object,
) -> ProposalImport:
    """Say which column is what, as what the lines are made and in which zone their times are."""
    found = queries.get_import(actor, import_id)
    chosen = pick_columns(names_of(found.challenge.questions), NEEDED, columns, len(head))
    found.columns, found.heads = chosen, remembered(head, chosen)
    for name, value in how.items():
        setattr(found, name, value)
    found.chosen_at = clock.now()
    return found


def start_import(actor: Actor, import_id: int, *, title: str = "", back_url: str = "") -> Work:
    """Have proposals made from the lines that can be, by the worker."""
    found = queries.get_import(actor, import_id)
    check_time(found)
    challenge = found.challenge
    begun = work.start_work(actor, KIND, challenge.event_id, title=title, back_url=back_url)
    begun.thing_id = challenge.id
    db.session.flush()
    take_list(ProposalImport, found.id, begun.id)
    db.session.refresh(found)
    jobs.enqueue(MAKE, work_id=begun.id, import_id=found.id, person_id=actor.person_id)
    record(
        ImportStarted(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            import_id=found.id,
            work_id=begun.id,
            made_as=found.made_as,
        )
    )
    return begun


def check_time(found: ProposalImport) -> None:
    """Refuse an import before its columns are chosen, before the call, or from the jury on."""
    if found.chosen_at is None:
        raise Conflict("columns_first")
    phase = phase_of(found.challenge, clock.now())
    if phase in DRAFTING | {Phase.PUBLISHED}:
        raise Conflict("import_too_early")
    if found.made_as == "draft" and phase != Phase.OPEN:
        raise Conflict("drafts_too_late")
    if phase not in TO_SUBMIT:
        raise Conflict("import_too_late")


def take_list(lists: Any, import_id: int, work_id: int, **more: object) -> None:
    """Claim a list with a guarded update, unless work on it still goes on."""
    running = select(Work.id).where(Work.state.in_((work.WAITING, work.RUNNING)))
    statement = (
        update(lists)
        .where(lists.id == import_id)
        .where(or_(lists.work_id.is_(None), lists.work_id.not_in(running)))
        .values(work_id=work_id, started_at=clock.now(), **more)
        .returning(lists.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(statement) is None:
        raise Conflict("import_runs")
