"""Making proposals from the lines of a list, some at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.addresses import email_key
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.core.work import Report
from app.identity.models import Organisation
from app.identity.queries import actor_for, get_organisation, get_person, list_owners_of
from app.identity.rules import OrganisationKind, Purpose
from app.identity.services import enter_organisation, send_invitation
from app.imports import queries
from app.imports.facts import ProposalImported
from app.imports.models import ImportedProposal, ProposalImport
from app.imports.rules.lines import Line
from app.proposals.models import Proposal, Submission
from app.proposals.rules import content_digest, content_of

MAKE = "import_proposals"
AT_ONCE = 25
MOST_INVITED = 500  # on one day of an event


@dataclass
class Outcome:
    """What became of the lines: those that were made, and by line why others were not."""

    made: list[int] = field(default_factory=list)
    there: list[int] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """What is the same for all lines of one unit of work."""

    actor: Actor
    found: ProposalImport
    challenge: Challenge
    homes: dict[str, int]
    at: datetime


def make_all(import_id: int, person_id: int, report: Report) -> Outcome:
    """Make a proposal of each line that can be one and was not before."""
    actor = actor_for(get_person(person_id))
    found = queries.get_import(actor, import_id)
    lines = queries.check_import(found)
    outcome = Outcome()
    outcome.left += [(line.number, "") for line in lines if not line.is_good]
    good = [line for line in lines if line.is_good]
    for start in range(0, len(good), AT_ONCE):
        report(start, len(good))
        with unit_of_work():
            _make_some(import_id, person_id, good[start : start + AT_ONCE], outcome)
    return outcome


def _make_some(import_id: int, person_id: int, lines: Sequence[Line], outcome: Outcome) -> None:
    """Make some lines into proposals, while the requester still may and nobody else does."""
    actor = actor_for(get_person(person_id))
    found = queries.get_import(actor, import_id)
    challenge = lock_challenge(found.challenge_id)
    authorize(actor, Permission.CHALLENGE_IMPORT, challenge)
    known = queries.imported_keys(challenge.id)
    outcome.there += [line.number for line in lines if line.key in known]
    new = [line for line in lines if line.key not in known]
    hashes = [_hash(challenge, line) for line in new]
    homes = queries.homes_of(challenge.event_id, hashes)
    batch = Batch(actor, found, challenge, homes, clock.now())
    made = dict(_made(batch, new, outcome))
    if found.is_inviting:
        _invite(batch, made)


def _hash(challenge: Challenge, line: Line) -> str:
    return queries.contact_hash(challenge.event_id, email_key(line.email))


def _made(
    batch: Batch, lines: Sequence[Line], outcome: Outcome
) -> Iterator[tuple[str, Organisation]]:
    """Make the proposals and give the organisation of each address."""
    query = select(Proposal.organisation_id).where(Proposal.challenge_id == batch.challenge.id)
    taken = set(db.session.scalars(query))
    for line in lines:
        home = _home(batch, line)
        if home.id in taken:
            outcome.left.append((line.number, "organisation_has_one"))
            continue
        _make(batch, line, home)
        taken.add(home.id)
        outcome.made.append(line.number)
        yield line.email, home


def _home(batch: Batch, line: Line) -> Organisation:
    """Return the organisation of an address, entered where no list of the event had it."""
    known = _hash(batch.challenge, line)
    if known in batch.homes:
        return get_organisation(batch.homes[known])
    kind = OrganisationKind(line.kind)
    made = enter_organisation(batch.actor, name=line.organisation, kind=kind, country=line.country)
    batch.homes[known] = made.id
    return made


def _make(batch: Batch, line: Line, home: Organisation) -> Proposal:
    is_draft = batch.found.made_as == "draft"
    at = batch.at if is_draft else line.arrived_at or batch.at
    owners = list_owners_of([home.id]).get(home.id, [])
    proposal = Proposal(
        challenge_id=batch.challenge.id,
        challenge=batch.challenge,
        organisation_id=home.id,
        organisation=home,
        created_by_id=owners[0].id if owners else batch.actor.person_id,
        state="draft" if is_draft else "submitted",
        title=line.title,
        summary=line.summary,
        answers=dict(line.answers),
        trl=line.trl,
        partners=line.partners,
        partner_countries=[],
        has_research_partner=False,
        created_at=at,
        saved_at=at,
        submitted_at=None if is_draft else at,
    )
    db.session.add(proposal)
    db.session.flush()
    if not is_draft:
        db.session.add(_submission(batch, line, proposal, at))
    db.session.add(_mark(batch, line, proposal))
    db.session.flush()
    record(
        ProposalImported(
            actor_id=batch.actor.person_id,
            event_id=batch.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=batch.challenge.id,
            organisation_id=home.id,
            import_id=batch.found.id,
            line=line.number,
            made_as=batch.found.made_as,
        )
    )
    return proposal


def _submission(batch: Batch, line: Line, proposal: Proposal, at: datetime) -> Submission:
    """Freeze what the line says, and that it was imported, from which file."""
    said: dict[str, Any] = content_of(proposal, batch.challenge.questions, [])
    said["imported"] = {"file": batch.found.sha256, "line": line.number}
    return Submission(
        proposal_id=proposal.id,
        number=1,
        submitted_at=at,
        submitted_by_id=batch.actor.person_id,
        content=said,
        sha256=content_digest(said),
    )


def _mark(batch: Batch, line: Line, proposal: Proposal) -> ImportedProposal:
    return ImportedProposal(
        proposal_id=proposal.id,
        challenge_id=batch.challenge.id,
        event_id=batch.challenge.event_id,
        line_key=line.key,
        contact_hash=_hash(batch.challenge, line),
        line=line.number,
        file_sha256=batch.found.sha256,
        imported_by_id=batch.actor.person_id,
        imported_at=batch.at,
    )


def _invite(batch: Batch, made: dict[str, Organisation]) -> None:
    """Ask each address to take its organisation over, unless it is asked or has done so."""
    event_id = batch.challenge.event_id
    owned = list_owners_of([home.id for home in made.values()])
    asked = queries.invited_keys(event_id)
    wanted = {
        email: home
        for email, home in made.items()
        if not owned.get(home.id) and email_key(email) not in asked
    }
    if queries.count_invited(event_id, batch.at) + len(wanted) > MOST_INVITED:
        raise Conflict("invited_enough", most=MOST_INVITED)
    for email, home in wanted.items():
        send_invitation(
            batch.actor,
            Purpose.APPLICANT,
            email=email,
            event_id=event_id,
            organisation_id=home.id,
            is_counted=False,
        )
