"""A chart with the table that says the same."""

from dataclasses import dataclass

from markupsafe import Markup

from app.reports.presentation.figures import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart, its caption, and its table; `is_empty` when there is nothing to draw yet.

    A narrow one has its table beside, a wide one below.
    """

    key: str
    caption: str
    chart: Markup
    table: Table
    is_empty: bool = False
    is_narrow: bool = False
