"""Reading challenges, one or many."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Organisation
from challenges.lifecycle import Phase

MOST_CARDS = 50
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


def get_readable_brief(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge of whose brief the actor may see versions and comments."""
    challenge = get_challenge(challenge_id)
    authorize(actor, Permission.BRIEF_VIEW, challenge)
    return challenge


def list_cards(event: Event) -> Sequence[Any]:
    """Return what a card says of each challenge that everybody may see.

    Those that still take proposals or will stand first, in each part the earliest deadline.
    """
    found = db.session.execute(_CARDS, {"event_id": event.id}).all()
    now = clock.now()
    return sorted(found, key=lambda row: has_closed(row, now))


def list_open_cards(event_ids: Sequence[int]) -> Sequence[Any]:
    """Return what a card says of each challenge of some events that takes proposals now."""
    now = clock.now()
    found = db.session.execute(
        _OF_CARDS.where(
            Challenge.event_id.in_(event_ids),
            Challenge.phase.in_((Phase.PUBLISHED, Phase.OPEN)),
            Challenge.opens_at <= now,
            Challenge.closes_at > now,
        ).limit(MOST_CARDS)
    )
    return found.all()


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


def owns_any(actor: Actor) -> bool:
    """Whether an organisation of the actor has a challenge, in whichever phase."""
    if not actor.organisation_ids:
        return False
    mine = Challenge.owner_organisation_id.in_(sorted(actor.organisation_ids))
    return db.session.scalar(select(Challenge.id).where(mine).limit(1)) is not None


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
_OF_CARDS = (
    select(
        Challenge.event_id,
        Challenge.id,
        Challenge.round,
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
    .order_by(*_ORDER)
)
_CARDS = _OF_CARDS.where(Challenge.event_id == bindparam("event_id"), _is_public())
