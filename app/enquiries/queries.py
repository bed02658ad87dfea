"""Reading questions, answers and followers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.challenges.queries import list_by_ids
from app.challenges.queries.rounds import rounds_up_to
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.tokens import check_link, linked_id, sign_link
from app.enquiries.models import ChallengeFollower, Enquiry
from app.enquiries.rules import UNDONE, EnquiryState
from app.events.models import Event, EventState
from challenges.lifecycle import Phase

UNFOLLOW = "unfollow"
_PUBLISHED = (
    select(Enquiry)
    .where(
        Enquiry.challenge_id.in_(rounds_up_to(bindparam("challenge_id"))),
        Enquiry.state == EnquiryState.PUBLISHED,
    )
    .order_by(Enquiry.published_at.desc(), Enquiry.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many questions about a challenge wait, and how many answers to be published."""

    challenge: Challenge
    open: int
    answered: int


def list_published(challenge_id: int, limit: int, offset: int = 0) -> Sequence[Enquiry]:
    """Return published answers, those of former rounds too, the newest first."""
    values = {"challenge_id": challenge_id, "most": limit, "skip": offset}
    return db.session.scalars(_PUBLISHED, values).all()


def list_published_after(challenge_id: int, after: int | None, limit: int) -> Sequence[Enquiry]:
    """Return published answers in the order of ids, for programs."""
    query = select(Enquiry).where(
        Enquiry.challenge_id.in_(rounds_up_to(challenge_id)),
        Enquiry.state == EnquiryState.PUBLISHED,
    )
    return _after(query, after, limit)


def list_batch(challenge_id: int, published_at: datetime) -> Sequence[Enquiry]:
    """Return the answers that were published together."""
    query = select(Enquiry).where(
        Enquiry.challenge_id == challenge_id, Enquiry.published_at == published_at
    )
    return db.session.scalars(query.order_by(Enquiry.asked_at, Enquiry.id)).all()


def list_undone(challenge_id: int, limit: int, offset: int = 0) -> Sequence[Enquiry]:
    """Return what waits for an answer or for publication, the oldest first."""
    query = _undone(challenge_id).order_by(Enquiry.asked_at, Enquiry.id)
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def list_undone_after(challenge_id: int, after: int | None, limit: int) -> Sequence[Enquiry]:
    """Return what waits for an answer or for publication, for programs."""
    return _after(_undone(challenge_id), after, limit)


def count_answered(challenge_id: int) -> int:
    """Return how many answers wait to be published."""
    return count_in(challenge_id, (EnquiryState.ANSWERED,))


def count_in(
    challenge_id: int, states: Collection[EnquiryState], organisation_id: int | None = None
) -> int:
    """Return how many questions are in some states, of one organisation or of all."""
    query = select(func.count()).select_from(Enquiry)
    query = query.where(Enquiry.challenge_id == challenge_id, Enquiry.state.in_(states))
    if organisation_id is not None:
        query = query.where(Enquiry.organisation_id == organisation_id)
    return db.session.scalar(query) or 0


def list_own(actor: Actor, challenge_id: int) -> Sequence[Enquiry]:
    """Return what the actor asked about a challenge, the newest first."""
    query = select(Enquiry).where(
        Enquiry.challenge_id == challenge_id, Enquiry.asked_by_id == actor.person_id
    )
    return db.session.scalars(query.order_by(Enquiry.asked_at.desc(), Enquiry.id).limit(50)).all()


def list_own_after(actor: Actor, after: int | None, limit: int) -> Sequence[Enquiry]:
    """Return what the actor asked, for programs."""
    query = select(Enquiry).where(Enquiry.asked_by_id == actor.person_id)
    if actor.event_limit is not None:
        query = query.join(Enquiry.challenge).where(Challenge.event_id == actor.event_limit)
    return _after(query, after, limit)


def get_enquiry(actor: Actor, enquiry_id: int) -> Enquiry:
    """Return a question that the actor may answer, with its challenge and event."""
    found = find_enquiry(enquiry_id)
    if found is None:
        raise NotFound
    authorize(actor, Permission.ENQUIRY_VIEW, found.challenge)
    return found


def get_own(actor: Actor, enquiry_id: int) -> Enquiry:
    """Return a question that the actor asked."""
    found = find_enquiry(enquiry_id)
    if found is None or found.asked_by_id != actor.person_id:
        raise NotFound
    return found


def find_enquiry(enquiry_id: int) -> Enquiry | None:
    """Return a question with its challenge and asker, whoever asks for it."""
    whole = joinedload(Enquiry.challenge).joinedload(Challenge.event)
    query = select(Enquiry).where(Enquiry.id == enquiry_id)
    return db.session.scalar(query.options(whole, joinedload(Enquiry.asked_by)))


def list_waiting(organisation_ids: Collection[int], event_ids: Collection[int]) -> list[Waiting]:
    """Return the challenges of owners and events about which something waits."""
    query = (
        select(
            Enquiry.challenge_id,
            func.count().filter(Enquiry.state == EnquiryState.OPEN),
            func.count().filter(Enquiry.state == EnquiryState.ANSWERED),
        )
        .join(Enquiry.challenge)
        .where(Enquiry.state.in_(UNDONE))
        .where(
            or_(
                Challenge.owner_organisation_id.in_(sorted(organisation_ids)),
                Challenge.event_id.in_(sorted(event_ids)),
            )
        )
        .group_by(Enquiry.challenge_id)
        .order_by(Enquiry.challenge_id)
    )
    counted = {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    found = list_by_ids(counted) if counted else ()
    return [
        Waiting(challenge=one, open=counted[one.id][0], answered=counted[one.id][1])
        for one in found
    ]


def is_following(actor: Actor, challenge_id: int) -> bool:
    """Whether the actor follows a challenge."""
    return actor.is_signed_in and find_follower(actor, challenge_id) is not None


def find_follower(actor: Actor, challenge_id: int) -> ChallengeFollower | None:
    """Return the actor as a follower of a challenge."""
    query = select(ChallengeFollower).where(
        ChallengeFollower.challenge_id == challenge_id,
        ChallengeFollower.person_id == actor.person_id,
    )
    return db.session.scalar(query)


def list_followers(challenge_id: int) -> Sequence[ChallengeFollower]:
    """Return who follows a challenge."""
    query = select(ChallengeFollower).where(ChallengeFollower.challenge_id == challenge_id)
    query = query.options(joinedload(ChallengeFollower.person))
    return db.session.scalars(query.order_by(ChallengeFollower.id)).all()


def list_followed(actor: Actor, limit: int, offset: int = 0) -> Sequence[ChallengeFollower]:
    """Return what the actor follows and may see, the earliest deadline first."""
    query = _followed(actor).order_by(Challenge.closes_at, ChallengeFollower.id)
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def list_followed_after(actor: Actor, after: int | None, limit: int) -> Sequence[ChallengeFollower]:
    """Return what the actor follows and may see, for programs."""
    query = _followed(actor)
    if after is not None:
        query = query.where(ChallengeFollower.id > after)
    return db.session.scalars(query.order_by(ChallengeFollower.id).limit(limit)).all()


def link_of(follower: ChallengeFollower) -> str:
    """Return the last part of the address that ends a following; it stands in mails alone."""
    return sign_link(UNFOLLOW, follower.id)


def get_by_link(link: str) -> ChallengeFollower:
    """Return whom a mailed link is about, unless the following is over."""
    follower_id = linked_id(link)
    check_link(link, UNFOLLOW, follower_id)
    query = select(ChallengeFollower).where(ChallengeFollower.id == follower_id)
    found = db.session.scalar(query.options(joinedload(ChallengeFollower.challenge)))
    if found is None:
        raise NotFound
    return found


def _undone(challenge_id: int) -> Select[Enquiry]:
    return select(Enquiry).where(Enquiry.challenge_id == challenge_id, Enquiry.state.in_(UNDONE))


def _after(query: Select[Enquiry], after: int | None, limit: int) -> Sequence[Enquiry]:
    if after is not None:
        query = query.where(Enquiry.id > after)
    return db.session.scalars(query.order_by(Enquiry.id).limit(limit)).all()


def _followed(actor: Actor) -> Select[ChallengeFollower]:
    query = (
        select(ChallengeFollower)
        .join(ChallengeFollower.challenge)
        .join(Challenge.event)
        .options(
            contains_eager(ChallengeFollower.challenge).contains_eager(Challenge.event),
            contains_eager(ChallengeFollower.challenge).joinedload(Challenge.owner_organisation),
        )
        .where(ChallengeFollower.person_id == actor.person_id, Event.state != EventState.DRAFT)
        .where(Challenge.phase.not_in((Phase.DRAFT, Phase.IN_REVIEW)))
        .where(~((Challenge.phase == Phase.ARCHIVED) & Challenge.published_at.is_(None)))
    )
    if actor.event_limit is not None:
        query = query.where(Challenge.event_id == actor.event_limit)
    return query
