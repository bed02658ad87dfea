"""Reads of an assignment that waits for a yes: the difference, proposal by proposal."""

from dataclasses import dataclass, field

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.juries.models import AssignmentDraft
from app.juries.queries.panel import list_jurors
from app.juries.rules.terms import Change
from app.proposals.models import Proposal
from app.proposals.queries import is_tied, is_tied_at


@dataclass
class Turnover:
    """What changes on the bench of a proposal, by the names of the jurors."""

    title: str
    challenge: str
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anybody comes or goes."""
        return bool(self.added or self.removed)


def find_draft(actor: Actor, event: Event) -> AssignmentDraft | None:
    """Return what was worked out for an event and waits, unless anything in it is closed."""
    draft = db.session.scalar(select(AssignmentDraft).where(AssignmentDraft.event_id == event.id))
    if draft is None or _is_tied(actor, draft):
        return None
    return draft


def _is_tied(actor: Actor, draft: AssignmentDraft) -> bool:
    if draft.challenge_id is None:
        return is_tied_at(actor, draft.event_id)
    return is_tied(actor, draft.challenge_id)


def get_draft(actor: Actor, event: Event) -> AssignmentDraft:
    """Return the same, or NotFound."""
    draft = find_draft(actor, event)
    if draft is None:
        raise NotFound
    return draft


def list_turnover(event: Event, change: Change) -> list[Turnover]:
    """Return the benches of all proposals in question, those that change first, by title."""
    names = {one.id: one.person.name for one in list_jurors(event)}
    parts = {"added": change.added, "removed": change.removed, "kept": change.kept}
    keys = {proposal for pairs in parts.values() for _, proposal in pairs}
    query = select(Proposal.id, Proposal.title, Challenge.title).join(Proposal.challenge)
    rows = db.session.execute(query.where(Proposal.id.in_(keys)))
    found = {key: Turnover(title, challenge) for key, title, challenge in rows}
    for name, pairs in parts.items():
        for juror, proposal in pairs:
            if proposal in found and juror in names:
                getattr(found[proposal], name).append(names[juror])
    for one in found.values():
        for part in (one.added, one.removed, one.kept):
            part.sort()
    return sorted(found.values(), key=lambda one: (not one.is_changed, one.challenge, one.title))


def loads_after(event: Event, change: Change) -> list[tuple[str, int, int]]:
    """Return by juror how many of the proposals in question they have, and would have."""
    found = []
    for juror in list_jurors(event):
        old = sum(one == juror.id for one, _ in (*change.kept, *change.removed))
        new = sum(one == juror.id for one, _ in (*change.kept, *change.added))
        found.append((juror.person.name, old, new))
    return found
