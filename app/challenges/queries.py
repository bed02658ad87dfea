"""Reading challenges."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.challenges.models import Challenge, ChallengeMove, DeadlineExtension
from app.challenges.rules.completeness import Gap, Promises, find_gaps
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.text import slugify
from app.core.times import to_local
from app.events.models import Event
from app.identity.models import Organisation
from challenges.brief import (
    Brief,
    Eligibility,
    Offer,
    Problem,
    Question,
    Schedule,
    Tags,
    library,
)
from challenges.criteria import Criterion
from challenges.lifecycle import Phase

WEEK_SECONDS = 7 * 24 * 3600
HIDDEN = (Phase.DRAFT, Phase.IN_REVIEW)


def get_challenge(challenge_id: int) -> Challenge:
    """Return a challenge with its event and owner, whoever asks."""
    challenge = db.session.scalar(_BY_ID, {"challenge_id": challenge_id})
    if challenge is None:
        raise NotFound
    return challenge


def list_by_ids(ids: Collection[int]) -> Sequence[Challenge]:
    """Return those challenges, whoever asks."""
    return _list(Challenge.id.in_(ids))


def get_visible_challenge(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge that the actor may see."""
    challenge = get_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_VIEW, challenge)
    return challenge


def get_editable_challenge(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge that the actor may edit."""
    challenge = get_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    return challenge


def list_cards(event: Event) -> Sequence[Any]:
    """Return what a card says of each challenge that everybody may see.

    Those that still take proposals or will stand first, in each part the earliest deadline.
    """
    found = db.session.execute(_CARDS, {"event_id": event.id}).all()
    now = clock.now()
    return sorted(found, key=lambda row: has_closed(row, now))


def list_of_event(event: Event) -> Sequence[Challenge]:
    """Return all challenges of an event, for its organisers."""
    return _list(Challenge.event_id == event.id)


def list_phases(event_ids: Sequence[int]) -> Sequence[Any]:
    """Return what the phases of the challenges of some events follow from."""
    columns = (Challenge.event_id, Challenge.phase, Challenge.opens_at, Challenge.closes_at)
    return db.session.execute(select(*columns).where(Challenge.event_id.in_(event_ids))).all()


def list_visible(actor: Actor, event: Event, *, manages: bool) -> Sequence[Challenge]:
    """Return the challenges of an event that the actor may see."""
    if manages:
        return list_of_event(event)
    mine = Challenge.owner_organisation_id.in_(sorted(actor.organisation_ids))
    public = _is_public() if event.state != "draft" else mine
    return _list(Challenge.event_id == event.id, or_(public, mine))


def list_owned(actor: Actor) -> Sequence[Challenge]:
    """Return the challenges of the actor's organisations."""
    return _list(Challenge.owner_organisation_id.in_(sorted(actor.organisation_ids)))


def list_waiting(event_ids: Sequence[int]) -> Sequence[Challenge]:
    """Return the challenges of some events that wait for an organiser's review."""
    return _list(Challenge.event_id.in_(event_ids), Challenge.phase == Phase.IN_REVIEW)


def _list(*where: ColumnElement[bool]) -> Sequence[Challenge]:
    return db.session.scalars(_WHOLE.where(*where).order_by(*_ORDER)).all()


def _is_public() -> ColumnElement[bool]:
    called_off = (Challenge.phase == Phase.ARCHIVED) & Challenge.published_at.is_(None)
    return Challenge.phase.not_in(HIDDEN) & ~called_off


_ORDER = (Challenge.closes_at.is_(None), Challenge.closes_at, Challenge.id)

# What public pages ask for is put together once; the cards, of many at a time, of columns only.
_WHOLE = select(Challenge).options(
    joinedload(Challenge.event), joinedload(Challenge.owner_organisation)
)
_BY_ID = _WHOLE.where(Challenge.id == bindparam("challenge_id"))
_EXTENSIONS = (
    select(DeadlineExtension)
    .where(DeadlineExtension.challenge_id == bindparam("challenge_id"))
    .order_by(DeadlineExtension.at, DeadlineExtension.id)
)
_CARDS = (
    select(
        Challenge.id,
        Challenge.title,
        Challenge.summary,
        Challenge.theme,
        Challenge.phase,
        Challenge.opens_at,
        Challenge.closes_at,
        Challenge.budget_minor,
        Challenge.currency,
        Organisation.name.label("owner"),
    )
    .join(Organisation, Organisation.id == Challenge.owner_organisation_id)
    .where(Challenge.event_id == bindparam("event_id"), _is_public())
    .order_by(*_ORDER)
)


def list_moves(challenge: Challenge) -> Sequence[ChallengeMove]:
    """Return what happened to a challenge with who did it, the newest first."""
    statement = (
        select(ChallengeMove)
        .where(ChallengeMove.challenge_id == challenge.id)
        .options(selectinload(ChallengeMove.by))
        .order_by(ChallengeMove.at.desc(), ChallengeMove.id)
    )
    return db.session.scalars(statement).all()


def list_extensions(challenge: Challenge) -> Sequence[DeadlineExtension]:
    """Return how often the deadline was put off, the earliest first."""
    return db.session.scalars(_EXTENSIONS, {"challenge_id": challenge.id}).all()


def find_sent_back(challenge: Challenge) -> ChallengeMove | None:
    """Return the move that gave a draft back to its owner, if that is where it stands."""
    if challenge.phase != Phase.DRAFT:
        return None
    moves = list_moves(challenge)
    return moves[0] if moves and moves[0].to_phase == Phase.DRAFT and moves[0].reason else None


def find_calling_off(challenge: Challenge) -> ChallengeMove | None:
    """Return the move that ended a challenge before its follow-up, if that is how it ended."""
    if challenge.phase != Phase.ARCHIVED:
        return None
    ended = next((move for move in list_moves(challenge) if move.to_phase == Phase.ARCHIVED), None)
    return ended if ended is not None and ended.from_phase != Phase.FOLLOW_UP else None


def list_briefs(theme: str | None = None) -> list[Brief]:
    """Return the ready-made briefs, of one theme or of all."""
    return [brief for brief in library() if theme in (None, "", brief.theme)]


def get_library_brief(brief_id: str) -> Brief:
    """Return one ready-made brief."""
    for brief in library():
        if brief.id == brief_id:
            return brief
    raise NotFound


def gaps_of(challenge: Challenge, now: datetime) -> tuple[Gap, ...]:
    """Return what a draft still needs before it can be reviewed."""
    promises = Promises(
        sponsor_name=challenge.sponsor_name,
        opens_at=challenge.opens_at,
        closes_at=challenge.closes_at,
        decision_on=challenge.decision_on,
        timezone=challenge.event.timezone,
    )
    return find_gaps(brief_of(challenge), promises, now)


def brief_of(challenge: Challenge) -> Brief:
    """Return a challenge as a brief, the way it is exported."""
    slug = slugify(challenge.title, 60) or "untitled"
    return Brief(
        id=f"{challenge.theme}/{slug}",
        title=challenge.title,
        theme=challenge.theme,
        language=challenge.language,
        summary=challenge.summary,
        problem=Problem(
            context=challenge.context,
            problem=challenge.problem,
            current_approach=challenge.current_approach,
            wanted_outcome=challenge.wanted_outcome,
        ),
        offer=_offer(challenge),
        eligibility=Eligibility(
            who=tuple(challenge.who_may_apply),
            countries=tuple(challenge.countries),
            trl_min=challenge.trl_min,
            trl_wanted=challenge.trl_wanted,
            text=challenge.eligibility,
        ),
        tags=Tags(
            transition=tuple(challenge.transition),
            keywords=tuple(challenge.keywords),
            nace=tuple(challenge.nace),
            sdg=tuple(challenge.sdg),
        ),
        schedule=_schedule(challenge),
        questions=tuple(
            Question(key=q.key, label=q.label, help=q.help, max_words=q.max_words)
            for q in challenge.questions
        ),
        criteria=criteria_of(challenge),
    )


def criteria_of(challenge: Challenge) -> tuple[Criterion, ...]:
    """Return a challenge's criteria as the kernel judges by them."""
    return tuple(
        Criterion(
            key=row.key,
            name=row.name,
            description=row.description,
            weight=row.weight,
            levels=tuple(row.levels),
        )
        for row in challenge.criteria
    )


def draft_values(challenge: Challenge) -> Mapping[str, Any]:
    """Return the parts of a draft that are lists, as the editor shows them."""
    return {
        "criteria": [
            {
                "key": row.key,
                "name": row.name,
                "description": row.description,
                "weight": row.weight,
                "levels": list(row.levels),
            }
            for row in challenge.criteria
        ],
        "questions": [
            {"key": row.key, "label": row.label, "help": row.help, "max_words": row.max_words}
            for row in challenge.questions
        ],
    }


def _offer(challenge: Challenge) -> Offer:
    return Offer(
        budget_minor=challenge.budget_minor or 0,
        currency=challenge.currency,
        pilot_site=challenge.pilot_site,
        prize=challenge.prize,
        other=challenge.other_offer,
    )


def _schedule(challenge: Challenge) -> Schedule:
    opens, closes, decides = challenge.opens_at, challenge.closes_at, challenge.decision_on
    open_weeks = _weeks((closes - opens).total_seconds()) if opens and closes else 6
    later = 8
    if closes and decides:
        closes_on = to_local(closes, challenge.event.timezone).date()
        later = _weeks((decides - closes_on).total_seconds())
    return Schedule(open_weeks=open_weeks, decision_weeks_after_close=later)


def _weeks(seconds: float) -> int:
    return min(52, max(1, ceil(seconds / WEEK_SECONDS)))
