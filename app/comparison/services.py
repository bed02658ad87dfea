"""Marking proposals and noting something of them, for the owner's own people."""

from sqlalchemy import delete, update

from app.challenges.queries import get_challenge
from app.comparison.models import ProposalMark, ProposalNote
from app.comparison.queries import find_mark, find_own_note, get_noted, list_opinions
from app.core import clock
from app.core.authz import Actor
from app.core.csv_text import to_csv
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.proposals.services.exporting import adds_to_owners_archive

OPINIONS = "own-notes.csv"
HEAD = ("proposal", "mark", "note", "author", "written at")


def mark_proposal(actor: Actor, proposal_id: int, mark: str | None) -> ProposalMark | None:
    """Give a proposal the organisation's mark, or take it away; the last one to mark it counts."""
    proposal = get_noted(actor, proposal_id)
    found = find_mark(proposal)
    if mark is None:
        if found is not None:
            db.session.execute(delete(ProposalMark).where(ProposalMark.id == found.id))
        return None
    if found is None:
        found = ProposalMark(
            proposal_id=proposal.id,
            organisation_id=proposal.challenge.owner_organisation_id,
        )
        db.session.add(found)
    found.mark, found.marked_by_id, found.marked_at = mark, actor.person_id or 0, clock.now()
    db.session.flush()
    return found


def save_note(actor: Actor, proposal_id: int, text: str, *, version: int) -> ProposalNote:
    """Keep what the actor notes of a proposal; `version` is the one read, 0 for a first note."""
    proposal = get_noted(actor, proposal_id)
    note = find_own_note(actor, proposal)
    if note is None and version == 0:
        note = ProposalNote(
            proposal_id=proposal.id,
            organisation_id=proposal.challenge.owner_organisation_id,
            author_id=actor.person_id,
            text=text,
        )
        db.session.add(note)
        db.session.flush()
        return note
    saving = (
        update(ProposalNote)
        .where(
            ProposalNote.proposal_id == proposal.id,
            ProposalNote.author_id == actor.person_id,
            ProposalNote.version == version,
        )
        .values(text=text, version=version + 1, written_at=clock.now())
        .returning(ProposalNote)
        .execution_options(populate_existing=True)
    )
    saved = db.session.scalar(saving)
    if saved is None:
        raise Conflict("changed_meanwhile")
    return saved


@adds_to_owners_archive
def opinions(challenge_id: int) -> tuple[str, str] | None:
    """Return marks and notes for the archive of the challenge's owner, if there are any."""
    rows = [
        row
        for proposal_id, mark, notes in list_opinions(get_challenge(challenge_id))
        for row in _rows(proposal_id, mark, notes)
    ]
    return (OPINIONS, to_csv(HEAD, rows)) if rows else None


def _rows(proposal_id: int, mark: str | None, notes: list[ProposalNote]) -> list[list[object]]:
    key, shown = encode_id(proposal_id), mark or ""
    if not notes:
        return [[key, shown, "", "", ""]] if mark else []
    return [
        [key, shown, one.text, one.author.name, one.written_at.isoformat(timespec="seconds")]
        for one in notes
    ]
