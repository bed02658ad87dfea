"""What an event came to: every figure and table of its report, counted from its records."""

from dataclasses import dataclass

from app.reports.rules import challenges, juries, participation
from app.reports.rules.catalogue import CATALOGUE
from app.reports.rules.counts import Count, Figure
from app.reports.rules.records import EventRecords

__all__ = ["Outcome", "count_outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The figures by their keys, and the tables behind the charts."""

    figures: tuple[Figure, ...]
    countries: tuple[participation.CountryRow, ...]
    helix: tuple[participation.HelixRow, ...]
    sizes: tuple[Count, ...]
    arrivals: tuple[participation.Arrivals, ...]
    registrations: tuple[participation.Registrations, ...]
    readiness: tuple[Count, ...]
    funnel: tuple[challenges.FunnelRow, ...]
    panel: tuple[Count, ...]
    panel_countries: tuple[Count, ...]
    judging: tuple[juries.JudgingRow, ...]
    conflicts: tuple[Count, ...]
    results: tuple[challenges.ResultRow, ...]

    def figure(self, key: str) -> Figure:
        """Return one figure by its key."""
        return next(figure for figure in self.figures if figure.key == key)


def count_outcome(records: EventRecords) -> Outcome:
    """Count everything; the order of the records does not matter, only the set does."""
    people = participation.people_of(records)
    funnel = challenges.count_funnel(records)
    judging = juries.count_judging(records)
    figures = (
        *participation.count_figures(records, people),
        *challenges.count_figures(records, funnel),
        *juries.count_figures(records),
    )
    return Outcome(
        figures=tuple(sorted(figures, key=lambda one: list(CATALOGUE).index(one.key))),
        countries=participation.count_countries(people),
        helix=participation.count_helix(records, people),
        sizes=participation.count_sizes(records, people),
        arrivals=participation.count_arrivals(records, people),
        registrations=participation.count_registrations(records),
        readiness=challenges.count_readiness(records),
        funnel=funnel,
        panel=juries.count_by(juror.kind for juror in records.jurors),
        panel_countries=juries.count_by(juror.country for juror in records.jurors),
        judging=judging,
        conflicts=juries.count_by(f"{one.source}:{one.kind}" for one in records.conflicts),
        results=challenges.list_results(records),
    )
