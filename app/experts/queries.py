"""Reads of the pool: one's own profile, what a cluster may see, and what others build on."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.core.addresses import email_key
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.searching import holds
from app.experts.models import ExpertLabel, ExpertPlace, ExpertProfile
from app.experts.rules import (
    Audience,
    Employer,
    ExpertFilter,
    FitProfile,
    LabelKind,
    Load,
)
from app.identity.models import Invitation, Organisation, Person
from app.identity.queries import get_organisation
from app.identity.rules import Purpose

# Whoever keeps scorecards gives a subquery of those that a reader may know of: person_id, open,
# handed_in, on_time.
CountLoads = Callable[[Actor], Subquery]
_counting: list[CountLoads] = []


@dataclass(frozen=True)
class Expert:
    """Somebody in the pool, and what they have to judge."""

    profile: ExpertProfile
    load: Load

    @property
    def id(self) -> int:
        """The profile's id."""
        return self.profile.id


def counts_loads(count: CountLoads) -> CountLoads:
    """Register what counts the scorecards of people."""
    _counting[:] = [count]
    return count


def get_pool(actor: Actor, cluster_id: int) -> Organisation:
    """Return a cluster whose pool the actor sees."""
    cluster = get_organisation(cluster_id)
    authorize(actor, Permission.EXPERT_VIEW, cluster)
    return cluster


def find_profile(person_id: int | None) -> ExpertProfile | None:
    """Return a person's profile; None if they are not in the pool."""
    query = _whole(select(ExpertProfile).where(ExpertProfile.person_id == person_id))
    found: ExpertProfile | None = db.session.scalar(query)
    return found


def get_profile(person_id: int | None) -> ExpertProfile:
    """Return a person's profile; NotFound if they are not in the pool."""
    found = find_profile(person_id)
    if found is None:
        raise NotFound
    return found


def list_experts(
    actor: Actor,
    cluster_id: int,
    wanted: ExpertFilter,
    *,
    limit: int,
    offset: int = 0,
) -> list[Expert]:
    """Return the experts that a cluster may see, by name."""
    query = _seen_by(actor, cluster_id, wanted).order_by(
        Person.family_name, Person.given_name, ExpertProfile.id
    )
    return _experts(query.limit(limit).offset(offset))


def list_experts_after(
    actor: Actor, cluster_id: int, wanted: ExpertFilter, after: int | None, limit: int
) -> list[Expert]:
    """Return the experts that a cluster may see in the order of their ids, after one of them."""
    query = _seen_by(actor, cluster_id, wanted).order_by(ExpertProfile.id).limit(limit)
    return _experts(query if after is None else query.where(ExpertProfile.id > after))


def get_expert(actor: Actor, cluster_id: int, expert_id: int) -> Expert:
    """Return an expert that a cluster may see."""
    query = _seen_by(actor, cluster_id, ExpertFilter()).where(ExpertProfile.id == expert_id)
    found = _experts(query)
    if not found:
        raise NotFound
    return found[0]


def count_experts(cluster_id: int) -> int:
    """Return how many experts a cluster may see."""
    query = select(func.count()).select_from(ExpertProfile).join(ExpertProfile.person)
    return db.session.scalar(query.where(*_visible(cluster_id))) or 0


def list_used(cluster_id: int, kind: LabelKind) -> list[str]:
    """Return the codes of one kind that the experts of a cluster's pool have."""
    query = (
        select(ExpertLabel.code)
        .join(ExpertProfile, ExpertProfile.id == ExpertLabel.profile_id)
        .join(ExpertProfile.person)
        .where(ExpertLabel.kind == kind, *_visible(cluster_id))
        .distinct()
    )
    return sorted(db.session.scalars(query))


def list_countries(cluster_id: int) -> list[str]:
    """Return the countries of the experts of a cluster's pool."""
    query = select(ExpertProfile.country).join(ExpertProfile.person).distinct()
    found = query.where(ExpertProfile.country.is_not(None), *_visible(cluster_id))
    return sorted(code for code in db.session.scalars(found) if code)


def is_in_pool(cluster_id: int, email: str) -> bool:
    """Whether a cluster has asked whoever has this address; as quick for one that nobody has."""
    query = (
        select(ExpertPlace.id)
        .join(ExpertProfile, ExpertProfile.id == ExpertPlace.profile_id)
        .join(ExpertProfile.person)
        .where(ExpertPlace.cluster_id == cluster_id, Person.email_key == email_key(email))
    )
    return db.session.scalar(query) is not None


def list_open_invitations(cluster_id: int) -> Sequence[Invitation]:
    """Return whom a cluster asked into the pool who has not answered, the latest first."""
    query = select(Invitation).where(
        Invitation.purpose == Purpose.EXPERT, Invitation.organisation_id == cluster_id
    )
    return db.session.scalars(query.order_by(Invitation.sent_at.desc(), Invitation.id)).all()


def list_fit_profiles(person_ids: Collection[int]) -> dict[int, FitProfile]:
    """Return what is known of people's expertise, whoever asks; of some nothing is known."""
    query = _whole(select(ExpertProfile).where(ExpertProfile.person_id.in_(person_ids)))
    return {one.person_id: _fit(one) for one in db.session.scalars(query)} if person_ids else {}


def _fit(profile: ExpertProfile) -> FitProfile:
    return FitProfile(
        person_id=profile.person_id,
        topics=frozenset(profile.topics),
        languages=frozenset(profile.languages),
        texts=tuple(text for text in (profile.strengths, *profile.keywords) if text),
        country=profile.country,
        helix=profile.helix,
        organisation_name=profile.organisation_name,
        employers=employers_of(profile),
    )


def employers_of(profile: ExpertProfile) -> tuple[Employer, ...]:
    """Return for whom an expert worked, in their order."""
    return tuple(
        Employer(one.name, one.organisation_id, one.from_year, one.until_year)
        for one in profile.employers
    )


def _whole(query: Select[Any]) -> Select[Any]:
    parts = (ExpertProfile.labels, ExpertProfile.employers)
    return query.options(*(selectinload(part) for part in parts))


def _visible(cluster_id: int) -> tuple[ColumnElement[bool], ...]:
    """Whether a cluster may see an expert, whose account is open."""
    asked = exists().where(
        ExpertPlace.profile_id == ExpertProfile.id, ExpertPlace.cluster_id == cluster_id
    )
    is_shared = ExpertProfile.shared_with == Audience.PARTNERSHIP
    return or_(is_shared, asked), Person.disabled_at.is_(None)


def _seen_by(actor: Actor, cluster_id: int, wanted: ExpertFilter) -> Select[Any]:
    loads = _counting[0](actor) if _counting else None
    counts = (
        [func.coalesce(loads.c[name], 0) for name in ("open", "handed_in", "on_time")]
        if loads is not None
        else []
    )
    query = (
        select(ExpertProfile, *counts)
        .join(ExpertProfile.person)
        .options(contains_eager(ExpertProfile.person))
        .where(*_visible(cluster_id), *_matching(wanted))
    )
    if loads is not None:
        query = query.outerjoin(loads, loads.c.person_id == ExpertProfile.person_id)
        if wanted.most_open is not None:
            query = query.where(counts[0] <= wanted.most_open)
    return _whole(query)


def _matching(wanted: ExpertFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        holds(ExpertProfile.found_by, word) for word in wanted.words
    ]
    for kind, code in ((LabelKind.TOPIC, wanted.topic), (LabelKind.LANGUAGE, wanted.language)):
        if code:
            labelled = select(ExpertLabel.profile_id).where(
                ExpertLabel.kind == kind, ExpertLabel.code == code
            )
            found.append(ExpertProfile.id.in_(labelled))
    if wanted.country:
        found.append(ExpertProfile.country == wanted.country)
    return found


def _experts(query: Select[Any]) -> list[Expert]:
    rows: Sequence[Any] = db.session.execute(query).all()
    return [Expert(row[0], Load(*row[1:])) for row in rows]


def find_organisation_ids(keys: Collection[str]) -> dict[str, int]:
    """Return the organisations with these search keys, the oldest of each."""
    query = select(Organisation.search_key, Organisation.id).where(
        Organisation.search_key.in_(keys)
    )
    rows = db.session.execute(query.order_by(Organisation.id.desc()))
    return {row[0]: row[1] for row in rows}
