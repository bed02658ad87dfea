"""Asking about a challenge, and answering to all or to the asker alone."""

from dataclasses import dataclass

from sqlalchemy import select, update

from app.challenges.queries import get_visible_challenge
from app.challenges.services.moving import lock_challenge
from app.challenges.services.writing import choose_organisation
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.enquiries import rules
from app.enquiries.facts import AnswersPublished, EnquiryAnswered, EnquiryAsked
from app.enquiries.models import Enquiry
from app.enquiries.queries import count_in, get_enquiry
from app.enquiries.rules import UNDONE, Audience, EnquiryState
from app.enquiries.services.following import ensure_following


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said to a question: the question as all may read it, the answer, and to whom."""

    text: str
    answer: str
    audience: Audience
    reason: str = ""


def ask(actor: Actor, challenge_id: int, text: str, organisation_id: int | None = None) -> Enquiry:
    """Ask a question about a challenge; the same one again is answered like the first."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_ASK, challenge)
    mark = rules.fingerprint(text)
    same = _find_same(actor, challenge_id, mark)
    if same is not None:
        return same
    if not rules.takes_questions(challenge, challenge.event.timezone, clock.now()):
        raise Conflict("questions_over")
    asks_for = _asks_for(actor, organisation_id, challenge.owner_organisation_id)
    if count_in(challenge_id, UNDONE, asks_for) >= rules.MOST_WAITING:
        raise Conflict("too_many_questions", limit=rules.MOST_WAITING)
    enquiry = Enquiry(
        challenge_id=challenge_id,
        challenge=challenge,
        asked_by_id=actor.person_id,
        organisation_id=asks_for,
        asked_text=text,
        text=text,
        fingerprint=mark,
    )
    db.session.add(enquiry)
    db.session.flush()
    ensure_following(actor, challenge)
    record(
        EnquiryAsked(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge_id,
            enquiry_id=enquiry.id,
        )
    )
    return enquiry


def _find_same(actor: Actor, challenge_id: int, mark: str) -> Enquiry | None:
    query = select(Enquiry).where(
        Enquiry.challenge_id == challenge_id,
        Enquiry.asked_by_id == actor.person_id,
        Enquiry.fingerprint == mark,
    )
    return db.session.scalar(query)


def _asks_for(actor: Actor, organisation_id: int | None, owner_id: int) -> int:
    """Return for which organisation the actor asks: the one named, or the first that may."""
    if organisation_id is None:
        return min(actor.organisation_ids - {owner_id})
    return choose_organisation(actor, organisation_id)


def answer_enquiry(actor: Actor, enquiry_id: int, reply: Reply, *, version: int) -> Enquiry:
    """Answer a question: to the asker at once, or to all with the next answers published."""
    enquiry = get_enquiry(actor, enquiry_id)
    challenge = enquiry.challenge
    authorize(actor, Permission.ENQUIRY_ANSWER, challenge)
    is_private = reply.audience is Audience.ASKER
    if is_private and not reply.reason.strip():
        raise Invalid("reason_missing", field="reason")
    if not is_private:
        _check_words(enquiry, reply)
    _take_version(enquiry, version)
    enquiry.state = EnquiryState.PRIVATE if is_private else EnquiryState.ANSWERED
    enquiry.text = enquiry.asked_text if is_private else reply.text
    enquiry.answer = reply.answer
    enquiry.private_reason = reply.reason.strip() if is_private else ""
    enquiry.answered_at = clock.now()
    enquiry.answered_by_id = actor.person_id
    record(
        EnquiryAnswered(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            enquiry_id=enquiry.id,
            audience=reply.audience,
        )
    )
    return enquiry


def _check_words(enquiry: Enquiry, reply: Reply) -> None:
    check_names(enquiry, text=reply.text, answer=reply.answer)
    if contacts := rules.find_contacts(reply.text):
        raise Invalid("names_contact", field="text", found=", ".join(contacts))


def check_names(enquiry: Enquiry, **fields: str) -> None:
    """Refuse words for all that tell who asked, or how to reach somebody who asks."""
    asker = enquiry.asked_by
    names = [asker.name, asker.family_name, asker.email, enquiry.organisation.name]
    for field, text in fields.items():
        if found := rules.find_names(text, names):
            raise Invalid("names_asker", field=field, found=", ".join(found))


def _take_version(enquiry: Enquiry, version: int) -> None:
    """Claim the next version with a guarded update; what is published or told stays as it is."""
    if enquiry.state not in UNDONE:
        raise Conflict("answer_final")
    statement = (
        update(Enquiry)
        .where(Enquiry.id == enquiry.id, Enquiry.version == version, Enquiry.state.in_(UNDONE))
        .values(version=version + 1)
        .returning(Enquiry.version)
    )
    if db.session.scalar(statement) is None:
        raise Conflict("changed_meanwhile")


def publish_answers(actor: Actor, challenge_id: int) -> int:
    """Publish all answers that wait, together; those who read the challenge are told once."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.ENQUIRY_ANSWER, challenge)
    at = clock.now()
    statement = (
        update(Enquiry)
        .where(Enquiry.challenge_id == challenge_id, Enquiry.state == EnquiryState.ANSWERED)
        .values(state=EnquiryState.PUBLISHED, published_at=at)
        .returning(Enquiry.id)
    )
    count = len(db.session.scalars(statement).all())
    if not count:
        raise Conflict("no_answers_waiting")
    record(
        AnswersPublished(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge_id,
            count=count,
            published_at=at,
        )
    )
    return count
