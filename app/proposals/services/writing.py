"""Writing a proposal while its challenge is open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import attributes

from app.challenges.queries import get_visible_challenge
from app.challenges.rules.phases import is_open
from app.challenges.services.moving import lock_challenge
from app.challenges.services.writing import choose_organisation
from app.core import clock, content
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.files import Placed, store_placed
from app.core.intake import take_file
from app.core.permissions import Permission
from app.proposals.facts import ApplicantFileTaken, ProposalStarted
from app.proposals.models import Proposal, ProposalFile
from app.proposals.queries import get_own_proposal, get_proposal, list_files
from app.proposals.rules import EDITABLE, MAX_FILES
from app.proposals.services.taking_in import take_in

ALLOWED_FILES = content.DOCUMENTS | content.OFFICE | content.IMAGES
MAX_FILE_BYTES = 10 * content.MEGABYTE
FIELDS = (
    *("title", "summary", "trl", "partners", "partner_countries", "has_research_partner"),
    *("video", "answers"),
)

# What is counted from those who agreed, as soon as there are partners by name.
COUNTED = ("partner_countries", "has_research_partner")


def start_proposal(actor: Actor, challenge_id: int, organisation_id: int | None = None) -> Proposal:
    """Start a draft for one of the actor's organisations; each has one per challenge."""
    challenge = get_visible_challenge(actor, challenge_id)
    owner_id = challenge.owner_organisation_id
    if organisation_id == owner_id or actor.organisation_ids == {owner_id}:
        raise Conflict("own_challenge", field="organisation_id")
    authorize(actor, Permission.PROPOSAL_CREATE, challenge)
    if not is_open(challenge, clock.now()):
        raise Conflict("challenge_not_open")
    organisation_id = _choose(actor, organisation_id, owner_id)
    proposal = Proposal(
        challenge_id=challenge.id,
        challenge=challenge,
        organisation_id=organisation_id,
        created_by_id=actor.person_id,
    )
    db.session.add(proposal)
    db.session.flush()
    take_in(proposal, clock.now())
    record(
        ProposalStarted(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=challenge.id,
            organisation_id=organisation_id,
        )
    )
    return proposal


def _choose(actor: Actor, organisation_id: int | None, owner_id: int) -> int:
    others = actor.organisation_ids - {owner_id}
    if organisation_id is None and len(others) == 1:
        return next(iter(others))
    return choose_organisation(actor, organisation_id)


def save_proposal(
    actor: Actor, proposal_id: int, *, version: int, values: Mapping[str, Any]
) -> Proposal:
    """Save what was typed, if nobody else saved since the actor read it."""
    proposal, at = lock_for_writing(actor, proposal_id)
    take_version(proposal, version)
    counted = COUNTED if proposal.consortium else ()
    for name in FIELDS:
        if name in values and name not in counted:
            setattr(proposal, name, _tidy(name, values[name], proposal))
    proposal.saved_at = at
    return proposal


def take_applicant_file(actor: Actor, proposal_id: int, *, version: int | None = None) -> Proposal:
    """Take over what the applicant file says now; of a version, if nobody saved since."""
    proposal, at = lock_for_writing(actor, proposal_id)
    take_version(proposal, proposal.version if version is None else version)
    take_in(proposal, at)
    proposal.saved_at = at
    record(
        ApplicantFileTaken(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
        )
    )
    return proposal


def _tidy(name: str, value: Any, proposal: Proposal) -> Any:
    if name == "answers":
        known = {question.key for question in proposal.challenge.questions}
        given = {key: text or "" for key, text in (value or {}).items() if key in known}
        return {**proposal.answers, **given}
    if name == "trl":
        return value
    empty = {"partner_countries": [], "has_research_partner": False}.get(name, "")
    return empty if value is None else value


def add_file(actor: Actor, proposal_id: int, file: Placed) -> ProposalFile:
    """Add a file that `check_upload` has looked at and that lies in the store."""
    proposal, at = lock_for_writing(actor, proposal_id)
    proposal.saved_at = at
    if sum(not one.is_standard for one in list_files(proposal)) >= MAX_FILES:
        raise Invalid("too_many_files", field="file", limit=MAX_FILES)
    stored = store_placed(file)
    db.session.flush()
    added = ProposalFile(proposal_id=proposal.id, file_id=stored.id, file=stored)
    db.session.add(added)
    return added


def check_upload(data: bytes, filename: str) -> content.CheckedFile:
    """Return a sent file as it may be kept; run before the unit of work, for it takes its time."""
    if not data:
        raise Invalid("file_missing", field="file")
    if len(data) > MAX_FILE_BYTES:
        megabytes = MAX_FILE_BYTES // content.MEGABYTE
        raise Invalid("file_too_large", field="file", megabytes=megabytes)
    return take_file(data, filename, ALLOWED_FILES)


def remove_file(actor: Actor, proposal_id: int, file_id: int) -> Proposal:
    """Take a file out of a proposal; versions that had it keep it."""
    proposal, at = lock_for_writing(actor, proposal_id)
    found = [one for one in list_files(proposal) if one.file_id == file_id]
    if not found or found[0].is_standard:
        raise NotFound
    found[0].removed_at = proposal.saved_at = at
    return proposal


def lock_for_writing(actor: Actor, proposal_id: int) -> tuple[Proposal, datetime]:
    """Return a proposal that the actor may change, locked, and the instant that counts.

    It is when the request arrived: whoever sent in time and then had to wait for the locks is not
    late, and no time after the deadline is ever written down. Without a request, as in a command,
    the clock is asked once the locks are held.
    """
    get_own_proposal(actor, proposal_id)
    return lock_open(proposal_id)


def lock_open(proposal_id: int) -> tuple[Proposal, datetime]:
    """Return a proposal that can still be changed, locked, and the instant that counts."""
    proposal = lock_proposal(proposal_id)
    at = clock.arrived()
    if not is_open(proposal.challenge, at):
        raise Conflict("deadline_passed")
    if proposal.state not in EDITABLE:
        raise Conflict("proposal_withdrawn")
    return proposal, at


def lock_proposal(proposal_id: int) -> Proposal:
    """Return a proposal, locked after its challenge, so that all writers queue in one order."""
    lock_challenge(get_proposal(proposal_id).challenge_id, shared=True)
    statement = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def take_version(proposal: Proposal, version: int) -> None:
    """Claim the next version with a guarded update; whoever comes second is told so."""
    statement = (
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("changed_meanwhile")
    attributes.set_committed_value(proposal, "version", version + 1)
