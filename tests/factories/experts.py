"""Experts for tests."""

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.uow import unit_of_work
from app.experts.models import ExpertPlace, ExpertProfile
from app.experts.rules import CONSENT, ExpertWords
from app.experts.services import save_profile
from app.identity.models import Organisation, Person
from tests.factories import saved
from tests.factories.identity import actor_of, make_person


def make_expert(cluster: Organisation, person: Person | None = None, **words: Any) -> ExpertProfile:
    """Put a person into the pool of a cluster; a new person unless one is given."""
    who = person or make_person()
    known = db.session.scalar(select(ExpertProfile).where(ExpertProfile.person_id == who.id))
    if known is not None:
        saved(lambda: ExpertPlace(profile_id=known.id, cluster_id=cluster.id))
        return known
    place = ExpertPlace(cluster_id=cluster.id)
    profile = saved(lambda: ExpertProfile(person_id=who.id, consent_text=CONSENT, places=[place]))
    with unit_of_work():
        save_profile(actor_of(who), ExpertWords(**words))
    return profile
