"""The outcome report on paper: a snapshot set as HTML, and the HTML as a PDF."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from app.reports.presentation import words
from app.reports.presentation.figures import Table, make_table, view_figures
from app.reports.presentation.pictures import make_pictures
from app.reports.rules.catalogue import SUMMARY
from app.reports.rules.challenges import published
from app.reports.rules.freezing import Frozen
from app.reports.rules.outcome import Outcome
from app.reports.rules.participation import KINDS
from app.reports.rules.records import CriterionRecord, EventRecords
from app.web.i18n import format_day
from config import LANGUAGES

TEMPLATE = "pdf/report/report.html"
STEPS = 4
Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered section, figure or table, and where it stands."""

    number: str
    title: str
    anchor: str


@dataclass(slots=True)
class Numbering:
    """Numbers what a report holds, in the order in which it is set, for its contents."""

    sections: list[Entry] = field(default_factory=list)
    figures: list[Entry] = field(default_factory=list)
    tables: list[Entry] = field(default_factory=list)

    def section(self, title: str, *, annex: bool = False) -> Entry:
        """Number a section; annexes have letters."""
        annexes = sum(one.number.isalpha() for one in self.sections)
        number = "ABCDEF"[annexes] if annex else str(len(self.sections) - annexes + 1)
        return self._add(self.sections, number, title, "section")

    def figure(self, title: str) -> Entry:
        """Number a figure."""
        return self._add(self.figures, str(len(self.figures) + 1), title, "figure")

    def table(self, title: str) -> Entry:
        """Number a table."""
        return self._add(self.tables, str(len(self.tables) + 1), title, "table")

    def _add(self, entries: list[Entry], number: str, title: str, kind: str) -> Entry:
        entries.append(Entry(number, title, f"{kind}-{number}"))
        return entries[-1]


def report_html(frozen: Frozen, sha256: str) -> str:
    """Return the report of a snapshot as one HTML document."""
    records, outcome = frozen.records, frozen.outcome
    figures = view_figures(outcome, frozen.definitions)
    # Not `render_template`: what it adds is for pages, which need a request.
    return current_app.jinja_env.get_template(TEMPLATE).render(
        frozen=frozen,
        sha256=sha256,
        event=records.event,
        records=records,
        outcome=outcome,
        figures=figures,
        leading=[figures[key] for key in SUMMARY if key in figures],
        sentences=summarise(records, outcome),
        pictures=make_pictures(records, outcome),
        kinds=kinds_table(outcome),
        criteria=group_criteria(records),
        challenges={one.number: one for one in records.challenges},
        numbering=Numbering(),
        words=words,
        clock_time=_clock_time,
    )


def report_pdf(frozen: Frozen, sha256: str, report: Report = lambda *_: None) -> bytes:
    """Return the report of a snapshot as a tagged PDF; says before each step how far it is."""
    from app.core.pdf import render_pdf

    with force_locale(LANGUAGES[0]):
        report(1, STEPS, gettext("Drawing the charts"))
        html = report_html(frozen, sha256)
        report(2, STEPS, gettext("Setting the pages"))
        event = frozen.records.event
        title = gettext("%(event)s: outcome report", event=event.name)
        pdf = render_pdf(html, title=title, author=event.partners[0].name)
        report(3, STEPS, gettext("Storing the report"))
    return pdf


def summarise(records: EventRecords, outcome: Outcome) -> list[str]:
    """Return what happened in two or three sentences."""
    value = {figure.key: figure.value or 0 for figure in outcome.figures}
    sentences = [_attendance(records, value) if value["attended"] else _not_yet(records, value)]
    if value["submitted"]:
        sentences.append(_selection(value))
    return sentences


def _attendance(records: EventRecords, value: dict[str, int]) -> str:
    event = records.event
    first = gettext(
        "%(people)s from %(organisations)s and %(countries)s came to %(event)s on %(day)s.",
        people=_people(value["attended"]),
        organisations=ngettext(
            "%(num)s organisation", "%(num)s organisations", value["organisations"]
        ),
        countries=ngettext("%(num)s country", "%(num)s countries", value["countries"]),
        event=event.name,
        day=format_day(event.starts_at, event.timezone),
    )
    told = {"registered": _people(value["registered"]), "shown": value["show_up"]}
    if value["walk_ins"]:
        second = gettext(
            "Of %(registered)s who had registered, %(shown)s attended; %(more)s more came without.",
            more=value["walk_ins"],
            **told,
        )
    else:
        second = gettext("Of %(registered)s who had registered, %(shown)s attended.", **told)
    return f"{first} {second}" if value["registered"] else str(first)


def _not_yet(records: EventRecords, value: dict[str, int]) -> str:
    name = records.event.name
    if not value["registered"]:
        return str(
            gettext(
                "No one had registered for %(event)s when these figures were frozen, and nobody "
                "had been checked in.",
                event=name,
            )
        )
    return str(
        gettext(
            "%(people)s had registered for %(event)s when these figures were frozen; nobody had "
            "been checked in.",
            people=_people(value["registered"]),
            event=name,
        )
    )


def _selection(value: dict[str, int]) -> str:
    drew = gettext(
        "%(challenges)s drew %(submitted)s.",
        challenges=ngettext("%(num)s challenge", "%(num)s challenges", value["challenges"]),
        submitted=ngettext("%(num)s proposal", "%(num)s proposals", value["submitted"]),
    )
    if not value["evaluated"]:
        return " ".join((drew, gettext("None of them has been judged yet.")))
    judged = gettext(
        "Of these %(evaluated)s were judged by a jury of %(jurors)s, %(shortlisted)s were "
        "shortlisted and %(selected)s selected.",
        evaluated=value["evaluated"],
        jurors=value["jurors"],
        shortlisted=value["shortlisted"],
        selected=value["selected"],
    )
    return f"{drew} {judged}"


def _people(count: int) -> str:
    return str(ngettext("%(num)s person", "%(num)s people", count))


def kinds_table(outcome: Outcome) -> Table:
    """Return who attended, by country and kind of organisation."""
    rows = [row for row in outcome.countries if row.attended]
    sums = [sum(row.kinds[n] for row in rows) for n in range(len(KINDS))]
    return make_table(
        (gettext("Country"), *(words.word(words.KINDS, kind) for kind in KINDS), gettext("All")),
        [(words.country(row.country), *row.kinds, row.attended) for row in rows],
        (gettext("All"), *sums, sum(row.attended for row in rows)) if len(rows) > 1 else (),
    )


def group_criteria(records: EventRecords) -> list[tuple[list[str], tuple[CriterionRecord, ...]]]:
    """Return each set of criteria once, with the titles of the challenges that it judged."""
    groups: dict[tuple[CriterionRecord, ...], list[str]] = {}
    for one in published(records):
        groups.setdefault(one.criteria, []).append(one.title)
    return [(titles, criteria) for criteria, titles in groups.items()]


def _clock_time(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
