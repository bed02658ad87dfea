"""Reads of who sits on a panel and of what its challenges are about."""

from app.challenges.models import Challenge
from app.challenges.queries import list_of_event
from app.challenges.rules.phases import is_published
from app.events.models import Event
from app.experts.queries import list_fit_profiles
from app.juries.queries.panel import list_jurors
from app.juries.rules.composition import Composition, compose


def get_composition(event: Event) -> tuple[Composition, dict[int, Challenge]]:
    """Return the composition of an event's panel, and the challenges that it judges."""
    jurors = list_jurors(event)
    profiles = list_fit_profiles([one.person_id for one in jurors])
    challenges = {one.id: one for one in list_of_event(event) if is_published(one)}
    themes = {key: one.theme for key, one in challenges.items()}
    return compose(jurors, profiles, themes), challenges
