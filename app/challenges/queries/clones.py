"""Reading which earlier challenges can be copied into an event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.events.models import Event
from app.identity.models import Membership

MOST = 50


def list_earlier(actor: Actor, event: Event) -> Sequence[Challenge]:
    """Return the challenges of the actor's organisations at other events, the newest first.

    Those that were copied into the event before are left out.
    """
    return db.session.scalars(
        select(Challenge)
        .where(Challenge.owner_organisation_id.in_(sorted(actor.organisation_ids)))
        .where(Challenge.event_id != event.id, Challenge.id.not_in(_copied_into(event)))
        .options(joinedload(Challenge.event), joinedload(Challenge.owner_organisation))
        .order_by(Challenge.created_at.desc(), Challenge.id)
        .limit(MOST)
    ).all()


def list_to_clone(source: Event, event: Event) -> Sequence[Challenge]:
    """Return the published challenges of an event that were not copied into another yet."""
    return db.session.scalars(
        select(Challenge)
        .where(Challenge.event_id == source.id, Challenge.published_at.is_not(None))
        .where(Challenge.id.not_in(_copied_into(event)))
        .options(selectinload(Challenge.criteria), selectinload(Challenge.questions))
        .order_by(Challenge.id)
    ).all()


def is_still_member(person_id: int, organisation_id: int) -> bool:
    """Whether a person still belongs to an organisation."""
    found = select(Membership.id).where(
        Membership.person_id == person_id, Membership.organisation_id == organisation_id
    )
    return db.session.scalar(found.limit(1)) is not None


def _copied_into(event: Event) -> Select[Any]:
    copy = aliased(Challenge)
    return select(copy.cloned_from_id).where(
        copy.event_id == event.id, copy.cloned_from_id.is_not(None)
    )
