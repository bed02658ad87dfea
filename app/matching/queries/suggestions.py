"""Reads of suggestions, from the organisation's side and from the challenge's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event, EventState
from app.identity.models import ClusterMembership, Organisation
from app.identity.rules.crossed import CrossedState
from app.matching.models import ChallengeInvitation, InvitationRefusal, Suggestion
from app.matching.queries.loading import SMALL_SOLVERS
from app.matching.rules import Answer
from challenges.lifecycle import Phase


@dataclass(frozen=True)
class Wish:
    """Which suggestions: of a theme, of an event, what closes soonest first or what suits best."""

    theme: str = ""
    event_id: int | None = None
    soonest: bool = False


ANY = Wish()


@dataclass(frozen=True)
class Candidate:
    """An organisation of the directory that suits a challenge, and whether it is invited."""

    suggestion: Suggestion
    invitation: ChallengeInvitation | None

    @property
    def organisation(self) -> Organisation:
        """The organisation."""
        return self.suggestion.organisation


@dataclass(frozen=True)
class Suited:
    """How many organisations of the directory suit a challenge, and what invitations brought."""

    challenge: Challenge
    organisations: int
    invited: int
    interested: int


def is_live(now: datetime) -> ColumnElement[bool]:
    """Whether a challenge takes proposals now or soon, of an event that is not hidden."""
    return (Challenge.phase == Phase.PUBLISHED) & (Challenge.closes_at > now)


def _of(organisation_ids: Collection[int], now: datetime) -> Select[Suggestion]:
    return (
        select(Suggestion)
        .join(Suggestion.challenge)
        .join(Challenge.event)
        .options(
            contains_eager(Suggestion.challenge).contains_eager(Challenge.event),
            joinedload(Suggestion.challenge, Challenge.owner_organisation),
            joinedload(Suggestion.organisation),
        )
        .where(
            Suggestion.organisation_id.in_(organisation_ids),
            Event.state != EventState.DRAFT,
            is_live(now),
        )
    )


def list_suggestions(
    organisation_ids: Collection[int],
    now: datetime,
    wanted: Wish = ANY,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Suggestion]:
    """Return what suits some organisations, the best first or what closes soonest first."""
    query = _of(organisation_ids, now)
    if wanted.theme:
        query = query.where(Challenge.theme == wanted.theme)
    if wanted.event_id is not None:
        query = query.where(Challenge.event_id == wanted.event_id)
    best = (Suggestion.score.desc(), Challenge.closes_at, Suggestion.challenge_id)
    order = (Challenge.closes_at, *best) if wanted.soonest else best
    query = query.order_by(*order, Suggestion.organisation_id)
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def list_for_challenge(
    organisation_ids: Collection[int], challenge_id: int
) -> Sequence[Suggestion]:
    """Return why a challenge suits some organisations, the best first."""
    query = (
        select(Suggestion)
        .options(joinedload(Suggestion.organisation))
        .where(
            Suggestion.organisation_id.in_(organisation_ids),
            Suggestion.challenge_id == challenge_id,
        )
        .order_by(Suggestion.score.desc(), Suggestion.organisation_id)
    )
    return db.session.scalars(query).all()


def list_themes(organisation_id: int, now: datetime) -> list[str]:
    """Return the themes of what suits an organisation."""
    query = (
        select(Challenge.theme)
        .join(Suggestion, Suggestion.challenge_id == Challenge.id)
        .join(Challenge.event)
        .where(
            Suggestion.organisation_id == organisation_id,
            Event.state != EventState.DRAFT,
            is_live(now),
        )
        .distinct()
    )
    return sorted(db.session.scalars(query))


def _candidates(challenge_ids: ColumnElement[Any] | Any) -> Select[Any]:
    """Return the listed organisations that suit, but for those that want no invitations."""
    return (
        select(Suggestion)
        .join(Suggestion.organisation)
        .outerjoin(
            InvitationRefusal,
            InvitationRefusal.organisation_id == Suggestion.organisation_id,
        )
        .where(
            Suggestion.challenge_id.in_(challenge_ids),
            Organisation.listed_at.is_not(None),
            InvitationRefusal.organisation_id.is_(None),
        )
    )


def list_candidates(challenge_id: int, *, limit: int, offset: int = 0) -> list[Candidate]:
    """Return the organisations of the directory that suit a challenge, the best first."""
    query = (
        _candidates([challenge_id])
        .options(contains_eager(Suggestion.organisation))
        .order_by(Suggestion.score.desc(), Organisation.search_key, Organisation.id)
        .limit(limit)
        .offset(offset)
    )
    found = db.session.scalars(query).all()
    asked = select(ChallengeInvitation).where(
        ChallengeInvitation.challenge_id == challenge_id,
        ChallengeInvitation.organisation_id.in_([one.organisation_id for one in found]),
    )
    invited = {one.organisation_id: one for one in db.session.scalars(asked)}
    return [Candidate(one, invited.get(one.organisation_id)) for one in found]


def count_suited(challenges: Sequence[Challenge]) -> list[Suited]:
    """Return how many organisations suit each challenge, are invited and are interested."""
    ids = [one.id for one in challenges]
    suits = _candidates(ids).with_only_columns(Suggestion.challenge_id, func.count())
    rows = db.session.execute(suits.group_by(Suggestion.challenge_id))
    fits: dict[int, int] = {row[0]: row[1] for row in rows}
    answers = (
        select(
            ChallengeInvitation.challenge_id,
            func.count(),
            func.count().filter(ChallengeInvitation.answer == Answer.INTERESTED),
        )
        .where(ChallengeInvitation.challenge_id.in_(ids))
        .group_by(ChallengeInvitation.challenge_id)
    )
    asked = {row[0]: (row[1], row[2]) for row in db.session.execute(answers)}
    return [Suited(one, fits.get(one.id, 0), *asked.get(one.id, (0, 0))) for one in challenges]


def list_live_of(event: Event, now: datetime) -> Sequence[Challenge]:
    """Return the challenges of an event that take proposals now or soon."""
    query = (
        select(Challenge)
        .options(joinedload(Challenge.owner_organisation))
        .where(Challenge.event_id == event.id, is_live(now))
        .order_by(Challenge.closes_at, Challenge.id)
    )
    return db.session.scalars(query).all()


def list_unsuited_members(
    cluster_ids: Collection[int], event: Event, now: datetime, *, limit: int, offset: int = 0
) -> Sequence[Organisation]:
    """Return the members of some clusters that no challenge of an event suits, by name.

    Large companies are left out: they come to post challenges.
    """
    suited = (
        select(Suggestion.organisation_id)
        .join(Suggestion.challenge)
        .where(Challenge.event_id == event.id, is_live(now))
    )
    members = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id.in_(cluster_ids),
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    query = (
        select(Organisation)
        .where(
            Organisation.id.in_(members),
            Organisation.id.not_in(suited),
            Organisation.kind.in_(SMALL_SOLVERS),
        )
        .order_by(Organisation.search_key, Organisation.id)
    )
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def get_suggested_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """Return one of the actor's organisations, as what it is suggested belongs to its people."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    authorize(actor, Permission.SUGGESTION_VIEW, found)
    return found
