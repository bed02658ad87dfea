"""The charts of a report, each with the table that says the same."""

from collections.abc import Callable

from app.reports.presentation import challenge_pictures, people_pictures
from app.reports.presentation.picture import Picture
from app.reports.rules.outcome import Outcome
from app.reports.rules.records import EventRecords

Draw = Callable[[EventRecords, Outcome], Picture]
PICTURES: tuple[Draw, ...] = (
    people_pictures.draw_countries,
    people_pictures.draw_helix,
    people_pictures.draw_sizes,
    people_pictures.draw_arrivals,
    people_pictures.draw_registrations,
    challenge_pictures.draw_funnel,
    challenge_pictures.draw_by_challenge,
    challenge_pictures.draw_readiness,
    challenge_pictures.draw_spread,
)


def make_pictures(records: EventRecords, outcome: Outcome) -> dict[str, Picture]:
    """Return every chart by its key."""
    found = [draw(records, outcome) for draw in PICTURES]
    return {one.key: one for one in found}
