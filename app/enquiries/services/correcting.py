"""Taking a question back before it is answered, and correcting an answer that all have read."""

from sqlalchemy import delete, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.enquiries.facts import AnswerCorrected, EnquiryWithdrawn
from app.enquiries.models import Enquiry
from app.enquiries.queries import get_enquiry, get_own
from app.enquiries.rules import EnquiryState
from app.enquiries.services.asking import check_names


def withdraw_enquiry(actor: Actor, enquiry_id: int) -> int:
    """Take back a question that nobody has answered; return which challenge it was about."""
    enquiry = get_own(actor, enquiry_id)
    authorize(actor, Permission.ENQUIRY_WITHDRAW, enquiry)
    challenge = enquiry.challenge
    taking = delete(Enquiry).where(Enquiry.id == enquiry_id, Enquiry.state == EnquiryState.OPEN)
    if db.session.scalar(taking.returning(Enquiry.id)) is None:
        raise Conflict("answered_meanwhile")
    record(
        EnquiryWithdrawn(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            enquiry_id=enquiry_id,
        )
    )
    return challenge.id


def correct_answer(actor: Actor, enquiry_id: int, answer: str, *, version: int) -> Enquiry:
    """Let a public answer say something else; what it said stays beside it, and all are told."""
    enquiry = get_enquiry(actor, enquiry_id)
    challenge = enquiry.challenge
    authorize(actor, Permission.ENQUIRY_ANSWER, challenge)
    if enquiry.state != EnquiryState.PUBLISHED:
        raise Conflict("answer_not_public")
    if answer == enquiry.answer:
        raise Invalid("answer_unchanged", field="answer")
    check_names(enquiry, answer=answer)
    _take_version(enquiry, version)
    until = clock.now().isoformat(timespec="seconds")
    enquiry.corrections = [*enquiry.corrections, {"answer": enquiry.answer, "until": until}]
    enquiry.answer = answer
    record(
        AnswerCorrected(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            enquiry_id=enquiry.id,
            number=len(enquiry.corrections),
        )
    )
    return enquiry


def _take_version(enquiry: Enquiry, version: int) -> None:
    """Claim the next version with a guarded update; of two corrections the second is told so."""
    statement = (
        update(Enquiry)
        .where(Enquiry.id == enquiry.id, Enquiry.version == version)
        .values(version=version + 1)
        .returning(Enquiry.version)
    )
    if db.session.scalar(statement) is None:
        raise Conflict("changed_meanwhile")
