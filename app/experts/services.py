"""Asking people into the pool, and what they say of themselves there."""

from sqlalchemy import delete, select

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import latin_key, search_key
from app.experts import queries
from app.experts.facts import ExpertChanged, ExpertJoined, ExpertLeft
from app.experts.models import ExpertEmployer, ExpertLabel, ExpertPlace, ExpertProfile
from app.experts.rules import CONSENT, ExpertWords, LabelKind, has_order, labels_of
from app.identity.models import Invitation, Person
from app.identity.rules import Purpose
from app.identity.services import accepts, send_invitation
from challenges.brief import THEMES


def ask_expert(
    actor: Actor,
    cluster_id: int,
    *,
    email: str,
    given_name: str | None = None,
    family_name: str | None = None,
) -> Invitation:
    """Ask an address into the pool, with the words of the consent; they accept or decline."""
    cluster = queries.get_pool(actor, cluster_id)
    authorize(actor, Permission.EXPERT_INVITE, cluster)
    is_there = queries.is_in_pool(cluster.id, email)
    return send_invitation(
        actor,
        Purpose.EXPERT,
        email=email,
        refused="already_in_pool" if is_there else None,
        organisation_id=cluster.id,
        given_name=given_name,
        family_name=family_name,
    )


@accepts(Purpose.EXPERT)
def _join(actor: Actor, invitation: Invitation) -> None:
    """Put whoever accepted into the pool; accepting is the consent, whose words they read."""
    cluster_id = invitation.organisation_id
    if actor.person_id is None or cluster_id is None:
        raise NotFound
    profile = queries.find_profile(actor.person_id) or _begin(actor.person_id)
    if cluster_id in {place.cluster_id for place in profile.places}:
        raise Conflict("already_in_pool")
    profile.places.append(ExpertPlace(cluster_id=cluster_id))
    profile.consent_text, profile.consented_at = CONSENT, clock.now()
    db.session.flush()
    named = {"person_id": profile.person_id, "organisation_id": cluster_id}
    record(ExpertJoined(actor_id=actor.person_id, **named))


def _begin(person_id: int) -> ExpertProfile:
    profile = ExpertProfile(person_id=person_id, consent_text=CONSENT)
    profile.person = db.session.get_one(Person, person_id)
    profile.found_by = _found_by(profile)
    db.session.add(profile)
    db.session.flush()
    return profile


def save_profile(actor: Actor, words: ExpertWords) -> ExpertProfile:
    """Save what an expert says of themselves, in place of what they said before."""
    profile = queries.get_profile(actor.person_id)
    _check(words)
    for name in ("organisation_name", "country", "helix", "strengths", "shared_with"):
        setattr(profile, name, getattr(words, name))
    _set_labels(profile, words)
    _set_employers(profile, words)
    profile.saved_at = clock.now()
    db.session.flush()
    profile.found_by = _found_by(profile)
    record(ExpertChanged(actor_id=actor.person_id, person_id=profile.person_id))
    return profile


def _check(words: ExpertWords) -> None:
    for topic in words.topics:
        if topic not in THEMES:
            raise Invalid("topic_unknown", field="topics", topic=topic)
    for employer in words.employers:
        if not has_order(employer):
            raise Invalid("years_out_of_order", field="employers", name=employer.name)


def _set_labels(profile: ExpertProfile, words: ExpertWords) -> None:
    wanted = labels_of(words)
    kept = {(one.kind, one.code): one for one in profile.labels if (one.kind, one.code) in wanted}
    for place, ((kind, code), text) in enumerate(wanted.items()):
        label = kept.setdefault((kind, code), ExpertLabel(kind=kind, code=code))
        label.text, label.place = text, place
    profile.labels[:] = kept.values()


def _set_employers(profile: ExpertProfile, words: ExpertWords) -> None:
    known = queries.find_organisation_ids([search_key(one.name) for one in words.employers])
    profile.employers[:] = [
        ExpertEmployer(
            name=one.name,
            organisation_id=known.get(search_key(one.name)),
            from_year=one.from_year,
            until_year=one.until_year,
            place=place,
        )
        for place, one in enumerate(words.employers)
    ]


def _found_by(profile: ExpertProfile) -> str:
    """Return what a search looks in: as it is written, and in Latin letters."""
    person = profile.person
    keywords = [one.text for one in profile.labels if one.kind == LabelKind.KEYWORD]
    parts = (person.name, person.latin_name, profile.organisation_name, *keywords)
    whole = (*parts, profile.strengths)
    return f"{search_key(*whole)} {latin_key(*whole)}"


def note_new_name(person_id: int) -> None:
    """Let an expert be found by the name that they have now."""
    profile = queries.find_profile(person_id)
    if profile is not None:
        profile.found_by = _found_by(profile)


def leave_pool(actor: Actor) -> None:
    """Take the actor out of the pool: what they said of themselves is deleted."""
    query = select(ExpertProfile.id).where(ExpertProfile.person_id == actor.person_id)
    profile_id = db.session.scalar(query.with_for_update())
    if profile_id is None or actor.person_id is None:
        raise NotFound
    for part in (ExpertLabel, ExpertEmployer, ExpertPlace):
        db.session.execute(delete(part).where(part.profile_id == profile_id))
    db.session.execute(delete(ExpertProfile).where(ExpertProfile.id == profile_id))
    record(ExpertLeft(actor_id=actor.person_id, person_id=actor.person_id))
