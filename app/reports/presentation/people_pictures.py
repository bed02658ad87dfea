"""Charts of who came, from where and when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_date, gettext

from app.reports.presentation.figures import fold, make_table
from app.reports.presentation.picture import Picture
from app.reports.presentation.words import (
    CHANNELS,
    GROUPS,
    SIZES,
    country,
    word,
)
from app.reports.rules.outcome import Outcome
from app.reports.rules.records import EventRecords
from app.web import charts
from app.web.charts import NARROW, Bar, Series

TEN_MINUTES = timedelta(minutes=10)
MOST_COLUMNS = 48
MOST_ROWS = 14
MOST_SERIES = 5


def draw_countries(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw who came from where."""
    rows = [row for row in outcome.countries if row.attended]
    shown = [Bar(country(row.country), row.attended) for row in rows[:MOST_ROWS]]
    if rest := sum(row.attended for row in rows[MOST_ROWS:]):
        shown.append(Bar(gettext("Other countries"), rest))
    caption = gettext("People who attended, by country")
    every = outcome.countries
    return Picture(
        key="countries",
        is_narrow=True,
        caption=caption,
        chart=charts.bars(caption, shown, width=NARROW),
        table=make_table(
            (gettext("Country"), gettext("Registered"), gettext("Attended")),
            [(country(row.country), row.registered, row.attended) for row in every],
            (
                gettext("Total"),
                sum(row.registered for row in every),
                sum(row.attended for row in every),
            ),
        ),
        is_empty=not rows,
    )


def draw_helix(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw which parts of the helix came."""
    people = sum(row.people for row in outcome.helix)
    organisations = sum(row.organisations for row in outcome.helix)
    caption = gettext("Organisations and people who attended, by part of the helix")
    series = [
        Series(word(GROUPS, row.group), (row.organisations, row.people)) for row in outcome.helix
    ]
    wholes = [Bar(gettext("Organisations"), organisations), Bar(gettext("People"), people)]
    return Picture(
        key="helix",
        caption=caption,
        chart=charts.split(caption, wholes, series),
        table=make_table(
            (gettext("Part of the helix"), gettext("Organisations"), gettext("People")),
            [(word(GROUPS, row.group), row.organisations, row.people) for row in outcome.helix],
            (gettext("Total"), organisations, people),
        ),
        is_empty=not people,
    )


def draw_sizes(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw how large the enterprises that came are."""
    caption = gettext("Enterprises that attended, by size")
    total = sum(one.count for one in outcome.sizes)
    rows = [(word(SIZES, one.key), one.count) for one in outcome.sizes]
    return Picture(
        key="sizes",
        is_narrow=True,
        caption=caption,
        chart=charts.bars(caption, [Bar(name, count) for name, count in rows], width=NARROW),
        table=make_table(
            (gettext("Size"), gettext("Enterprises")), rows, (gettext("Total"), total)
        ),
        is_empty=not rows,
    )


def draw_arrivals(records: EventRecords, outcome: Outcome) -> Picture:
    """Draw when people came."""
    zone = ZoneInfo(records.event.timezone)
    found = {row.at: row.people for row in outcome.arrivals}
    places = _steps(found)
    rows, total = [], 0
    for at in sorted(found):
        total += found[at]
        rows.append((_clock(at, zone, places), found[at], total))
    caption = gettext("Arrivals per ten minutes, by the clock of the venue")
    series = [Series(gettext("People"), [found.get(at, 0) for at in places])]
    return Picture(
        key="arrivals",
        caption=caption,
        chart=charts.columns(caption, [_clock(at, zone, places) for at in places], series),
        table=fold(make_table((gettext("From"), gettext("Arrived"), gettext("So far")), rows)),
        is_empty=not rows,
    )


def _steps(found: dict[datetime, int]) -> list[datetime]:
    """Return every ten minutes from the first arrival to the last; over days only the busy ones."""
    if not found:
        return []
    first, last = min(found), max(found)
    count = (last - first) // TEN_MINUTES + 1
    if count > MOST_COLUMNS:
        return sorted(found)[:MOST_COLUMNS]
    return [first + n * TEN_MINUTES for n in range(count)]


def _clock(at: datetime, zone: ZoneInfo, places: Sequence[datetime]) -> str:
    local = at.astimezone(zone)
    one_day = places[0].astimezone(zone).date() == places[-1].astimezone(zone).date()
    return f"{local:%H:%M}" if one_day else f"{local.day}.{local.month}. {local:%H:%M}"


def draw_registrations(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw when and how tickets were made."""
    by_channel: dict[str, dict[object, int]] = defaultdict(dict)
    for row in outcome.registrations:
        by_channel[row.channel][row.week] = row.tickets
    weeks = sorted({row.week for row in outcome.registrations})
    if weeks:
        count = min((weeks[-1] - weeks[0]).days // 7 + 1, MOST_COLUMNS)
        weeks = [weeks[-1] - timedelta(weeks=n) for n in reversed(range(count))]
    names = sorted(by_channel, key=lambda one: (-sum(by_channel[one].values()), one))
    series = [
        Series(word(CHANNELS, name), [by_channel[name].get(week, 0) for week in weeks])
        for name in names[:MOST_SERIES]
    ]
    caption = gettext("Tickets made before the event, by week and channel")
    labels = [format_date(week, "d MMM", rebase=False) for week in weeks]
    return Picture(
        key="registrations",
        caption=caption,
        chart=charts.columns(caption, labels, series),
        table=make_table(
            (gettext("Week of"), *(one.name for one in series), gettext("All")),
            [
                (label, *(one.values[n] for one in series), sum(one.values[n] for one in series))
                for n, label in enumerate(labels)
            ],
            _sums(series),
        ),
        is_empty=not weeks,
    )


def _sums(series: Sequence[Series]) -> tuple[str | int, ...]:
    totals = [sum(one.values) for one in series]
    return (gettext("Total"), *totals, sum(totals))
