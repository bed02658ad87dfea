"""Copies of files without metadata: made by the worker, released or withheld by organisers."""

from sqlalchemy import update

from app.challenges.models import Challenge
from app.core import clock, jobs, schedule
from app.core.authz import Actor, authorize
from app.core.content import OFFICE, PDF
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.files import Placed, StoredFile, path_of, place_parts, store_placed
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.juries.facts import BlindFileAnswered
from app.juries.models import BlindFile
from app.juries.queries.blinding import judged_blind, passages_of, who_is_behind
from app.juries.queries.copies import (
    get_blind_file,
    list_blind_files,
    list_lacking_copies,
    list_uncopied,
)
from app.juries.queries.redacting import get_looked
from app.juries.rules.blinding import Behind, needles_of, with_words
from app.proposals.models import ProposalFile
from app.proposals.queries import refuse_tied

COPY = "juries.copy_files"
COPY_MISSING = schedule.nightly(2)("juries.copy_missing_files")


def ask_for_copies(challenge_id: int) -> None:
    """Have the worker copy what jurors of a blind round will read, if a challenge has one."""
    if judged_blind([challenge_id]):
        jobs.enqueue(COPY, challenge_id=challenge_id)


@jobs.task(COPY_MISSING)
def copy_missing_files() -> None:
    """Have made what nothing asked for, as of a round that was blind before it had proposals."""
    with unit_of_work():
        for challenge_id in list_lacking_copies():
            jobs.enqueue(COPY, challenge_id=challenge_id)


@jobs.task(COPY)
def copy_files(*, challenge_id: int) -> None:
    """Make the copies that are missing, each in a unit of work of its own."""
    for file_id in list_uncopied(challenge_id):
        original = db.session.get_one(ProposalFile, file_id)
        proposal_id = original.proposal_id
        behind, marked = who_is_behind([proposal_id])[proposal_id], passages_of([proposal_id])
        words = [one.words for one in marked[proposal_id]]
        shown = {one.original.id: one.number for one in list_blind_files(proposal_id)}
        data, reason = _made(original.file, with_words(behind, words))
        name, kind = f"document-{shown[file_id]}", original.file.content_type
        db.session.rollback()
        placed = None if data is None else place_parts((data,), name, kind)
        with unit_of_work():
            _keep(file_id, shown[file_id], placed, reason)


def _keep(file_id: int, number: int, placed: Placed | None, reason: str) -> None:
    state = "withheld" if reason else "ready"
    copy = BlindFile(proposal_file_id=file_id, number=number, state=state, reason=reason)
    if placed is not None:
        stored = store_placed(placed)
        db.session.flush()
        copy.file_id = stored.id
    db.session.add(copy)


def _made(stored: StoredFile, behind: Behind) -> tuple[bytes | None, str]:
    """Return a file without metadata, and why it is withheld if it is."""
    from app.juries.rules import cleaning  # loads large libraries

    data, kind = path_of(stored).read_bytes(), stored.content_type
    clean = cleaning.clean_pdf if kind == PDF else cleaning.clean_picture
    try:
        cleaned = (cleaning.clean_office if kind in OFFICE else clean)(data)
    except cleaning.Unclean as found:
        return None, found.reason
    is_named = cleaning.names_in(cleaned.text, needles_of(behind))
    return cleaned.data, "names" if is_named else ""


def answer_copy(
    actor: Actor, challenge: Challenge, proposal_id: int, blind_file_id: int, state: str
) -> BlindFile:
    """Release a copy to the jurors of blind rounds, or withhold it."""
    authorize(actor, Permission.JURY_MANAGE, challenge.event)
    refuse_tied(actor, [challenge.id])
    get_looked(actor, challenge, proposal_id)
    copy = get_blind_file(proposal_id, blind_file_id)
    if copy.file_id is None:
        raise Conflict("copy_impossible")
    answered = {"answered_at": clock.now(), "answered_by_id": actor.person_id}
    taken = update(BlindFile).where(BlindFile.id == copy.id, BlindFile.state != state)
    taken = taken.values(state=state, **answered).returning(BlindFile.id)
    if db.session.scalar(taken) is not None:
        record(
            BlindFileAnswered(
                actor_id=actor.person_id,
                event_id=challenge.event_id,
                blind_file_id=copy.id,
                proposal_id=proposal_id,
                challenge_id=challenge.id,
                state=state,
            )
        )
    db.session.refresh(copy)
    return copy
