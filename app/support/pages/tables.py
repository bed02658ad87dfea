"""The tables of figures: what each counts, and the words for its groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from app.identity.messages import PRIORITIES
from app.support.pages.reporting import kind_name, place_name, sector_name
from app.support.queries.people import OWN
from app.support.queries.readings import Figures
from app.support.rules.figures import Breakdown, Group


@dataclass(frozen=True)
class Table:
    """A table of the page, with what it counts."""

    title: str
    definition: str
    found: Breakdown
    name_of: Callable[[str], str]
    is_in_time: bool = False

    @property
    def bars(self) -> list[tuple[str, int]]:
        """The groups that are shown as bars, the largest first or in the order of time."""
        groups = sorted(self.found.groups, key=_key) if self.is_in_time else self.found.groups
        return [(self.name_of(one.key), one.people) for one in groups if one.people is not None]

    @property
    def left_out(self) -> str:
        """The names of the groups that are left out."""
        return "; ".join(sorted(self.name_of(key) for key in self.found.left_out))


def _key(group: Group) -> str:
    return group.key


def tables_of_cluster(figures: Figures, names: dict[str, str]) -> list[Table]:
    """Return the tables about a cluster, over the events with these names."""
    by_event = Table(
        _("Participants by event"),
        _("Valid tickets of people whom the cluster supports; a person counts at each event."),
        figures.participants,
        lambda key: names.get(key, _("An event that is no longer public")),
    )
    handed_in = _("Proposals handed in by members of the cluster to challenges of these events.")
    return [by_event, *_of_people(figures), *_of_proposals(figures, handed_in)]


def tables_of_event(figures: Figures) -> list[Table]:
    """Return the tables about an event."""
    handed_in = _("Proposals handed in to the challenges of this event.")
    return [*_of_people(figures), *_of_proposals(figures, handed_in)]


def _of_people(figures: Figures) -> list[Table]:
    return [
        Table(
            _("Participants by kind of organisation"),
            _("As they said when they registered."),
            figures.kinds,
            kind_name,
        ),
        Table(
            _("Participants by region"),
            _("NUTS 2 region of their organisation; their country where it is not known."),
            figures.regions,
            place_name,
        ),
        Table(
            _("Participants by sector"),
            _("Section of NACE Rev. 2.1 of their organisation's main activity."),
            figures.sectors,
            sector_name,
        ),
        Table(
            _("Participants by S3 priority"),
            _("Main area of smart specialisation of their organisation."),
            figures.priorities,
            priority_name,
        ),
        Table(
            _("Participants by month of registration"),
            _("Valid tickets by the month in which they were made."),
            figures.months,
            month_name,
            is_in_time=True,
        ),
        Table(
            _("Organisations by kind"),
            _("Each organisation that sent somebody counts once."),
            figures.organisations,
            kind_name,
        ),
    ]


def _of_proposals(figures: Figures, handed_in: str) -> list[Table]:
    posted = _("Published challenges of these events, by who posted them. They are public.")
    home = _("NUTS 2 region of the organisation; its country where it is not known.")
    return [
        Table(_("Proposals by kind of organisation"), handed_in, figures.proposals, kind_name),
        Table(
            _("Proposals by region"), f"{handed_in} {home}", figures.proposal_regions, place_name
        ),
        Table(_("Challenges by kind of organisation"), posted, figures.challenge_kinds, kind_name),
        Table(_("Challenges by region"), f"{posted} {home}", figures.challenge_regions, place_name),
    ]


def priority_name(code: str) -> str:
    """Return the name of an area of smart specialisation."""
    if code == OWN:
        return _("In their own words")
    return str(PRIORITIES[code]) if code in PRIORITIES else _("Not stated")


def month_name(key: str) -> str:
    """Return the name of a month, such as September 2026."""
    return str(format_date(date.fromisoformat(f"{key}-01"), "MMMM y"))
