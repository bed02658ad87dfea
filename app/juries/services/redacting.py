"""Keeping passages of proposals from the jurors of blind rounds."""

from sqlalchemy import delete

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import PassageRedacted, RedactionRemoved
from app.juries.models import Redaction
from app.juries.queries.redacting import get_looked
from app.juries.rules.blinding import parts_of
from app.proposals.queries import refuse_tied


def redact_passage(
    actor: Actor, challenge: Challenge, proposal_id: int, part: str, passage: str
) -> Redaction:
    """Let jurors of blind rounds read a passage as redacted, wherever it stands in the part."""
    authorize(actor, Permission.JURY_MANAGE, challenge.event)
    refuse_tied(actor, [challenge.id])
    proposal = get_looked(actor, challenge, proposal_id).proposal
    if passage not in parts_of(proposal).get(part, ""):
        raise Invalid("passage_not_there", field="passage")
    made = Redaction(
        proposal_id=proposal.id,
        version=proposal.version,
        part=part,
        passage=passage,
        made_by_id=actor.person_id or 0,
    )
    db.session.add(made)
    db.session.flush()
    ids = {"challenge_id": challenge.id, "proposal_id": proposal.id}
    record(
        PassageRedacted(
            actor_id=actor.person_id, event_id=challenge.event_id, redaction_id=made.id, **ids
        )
    )
    return made


def remove_redaction(
    actor: Actor, challenge: Challenge, proposal_id: int, redaction_id: int
) -> None:
    """Let jurors read a marked passage again."""
    authorize(actor, Permission.JURY_MANAGE, challenge.event)
    refuse_tied(actor, [challenge.id])
    proposal = get_looked(actor, challenge, proposal_id).proposal
    gone = delete(Redaction).where(
        Redaction.id == redaction_id, Redaction.proposal_id == proposal.id
    )
    if db.session.scalar(gone.returning(Redaction.id)) is None:
        raise NotFound
    ids = {"challenge_id": challenge.id, "proposal_id": proposal.id}
    record(
        RedactionRemoved(
            actor_id=actor.person_id, event_id=challenge.event_id, redaction_id=redaction_id, **ids
        )
    )
