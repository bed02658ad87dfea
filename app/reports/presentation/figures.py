"""Figures and tables as they are read: names, units, denominators, definitions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from flask_babel import gettext

from app.reports.presentation.words import number, percent, tenths
from app.reports.rules.catalogue import CATALOGUE, Definition, Unit
from app.reports.rules.counts import Figure
from app.reports.rules.outcome import Outcome

FOLDABLE = 4  # shorter columns than this are not worth a fold


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure with its value, unit and denominator in words."""

    key: str
    code: str
    name: str
    value: str
    unit: str
    note: str
    definition: str
    section: str
    is_audited: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; numbers stand on the right."""

    text: str
    is_number: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of texts and numbers, each headed by its first cell; `foot` sums them up.

    A folded table has its columns several times beside each other; `every` is how many they are.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    foot: tuple[str | int | None, ...] = ()
    every: int


def make_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | None]],
    foot: Sequence[str | int | None] = (),
    *,
    texts: int = 1,
) -> Table:
    """Return a table whose first columns hold texts and all others numbers."""
    return Table(
        heads=tuple(Head(text, n >= texts) for n, text in enumerate(heads)),
        rows=tuple(tuple(row) for row in rows),
        foot=tuple(foot),
        every=len(heads),
    )


def fold(table: Table, times: int = 3) -> Table:
    """Return a long table as one with fewer rows, its columns several times side by side."""
    length = -(-len(table.rows) // times)
    if length < FOLDABLE:
        return table
    parts = [table.rows[n * length : (n + 1) * length] for n in range(times)]
    blank = ("",) * table.every
    rows = zip_longest(*parts, fillvalue=blank)
    wide = tuple(tuple(cell for part in row for cell in part) for row in rows)
    return replace(table, heads=table.heads * times, rows=wide)


def view_figures(
    outcome: Outcome,
    definitions: Iterable[Definition] = tuple(CATALOGUE.values()),
    urls: Mapping[str, str] | None = None,
) -> dict[str, FigureView]:
    """Return every figure by its key, in the order of the catalogue."""
    by_key = {one.key: one for one in definitions}
    return {
        figure.key: _view(figure, by_key[figure.key], (urls or {}).get(figure.key))
        for figure in outcome.figures
        if figure.key in by_key
    }


def _view(figure: Figure, definition: Definition, url: str | None) -> FigureView:
    noun = str(gettext(definition.noun)) if definition.noun else ""
    return FigureView(
        key=figure.key,
        code=definition.code,
        name=gettext(definition.name),
        value=value_text(figure, definition.unit),
        unit=noun,
        note=_note(figure, definition, noun),
        definition=gettext(definition.text),
        section=definition.section,
        is_audited=definition.is_audited,
        url=url,
    )


def value_text(figure: Figure, unit: Unit) -> str:
    """Write a figure's value; nothing to count from is a dash."""
    if unit is Unit.SHARE:
        return percent(figure.per_mille)
    return tenths(figure.value) if unit is Unit.TENTHS else number(figure.value)


def _note(figure: Figure, definition: Definition, noun: str) -> str:
    """Say what a figure is counted in, and of how many."""
    if figure.of is None or not definition.of:
        return noun
    of = gettext(definition.of)
    if definition.unit is Unit.SHARE:
        words = gettext(
            "%(part)s of %(whole)s %(of)s",
            part=number(figure.value),
            whole=number(figure.of),
            of=of,
        )
    else:
        words = gettext("of %(whole)s %(of)s", whole=number(figure.of), of=of)
    return str(words)
