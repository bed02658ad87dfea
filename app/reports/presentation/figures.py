"""Figures and tables as they are read: names, units, denominators, definitions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.reports.presentation.words import number, percent, tenths
from app.reports.rules.catalogue import CATALOGUE, Definition, Unit
from app.reports.rules.counts import Figure
from app.reports.rules.outcome import Outcome


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
    """Rows of texts and numbers; the first cell of each heads its row, `foot` sums them up."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    foot: tuple[str | int | None, ...] = ()


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
    )


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
            part=number(figure.value or 0),
            whole=number(figure.of),
            of=of,
        )
    else:
        words = gettext("of %(whole)s %(of)s", whole=number(figure.of), of=of)
    return str(words)
