"""Places of several pages: their parts as tabs, those that the reader may open.

A place belongs to one feature, or every feature that has a page there adds its tab: so do the
account, the operator's area, an organisation and an event's proposals.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.core.authz import can
from app.core.permissions import Permission
from app.web.guards import actor


def _fits_all(_thing: Any) -> bool:
    return True


@dataclass(frozen=True)
class Tab:
    """A part of a place: its words, its page, and further pages that stand under it.

    It is for whom `permission` allows it, and only where the thing that the place shows `fits`.
    """

    label: LazyString
    endpoint: str
    permission: Permission | None = None
    covers: tuple[str, ...] = ()
    fits: Callable[[Any], bool] = _fits_all
    order: int = 0


@dataclass(frozen=True)
class Tabs:
    """The tabs of a page, as the macro of that name shows them."""

    label: str
    parts: list[dict[str, Any]]

    @property
    def current(self) -> str:
        """The words of the tab that the page stands under, if it has one."""
        return next((str(one["label"]) for one in self.parts if one["is_current"]), "")


@dataclass(frozen=True)
class Place:
    """Pages that belong together; `label` says of what they are the parts."""

    label: LazyString
    _tabs: list[Tab] = field(default_factory=list)

    def add(self, tab: Tab) -> None:
        """Add a page."""
        self._tabs.append(tab)

    def addresses(self, **values: Any) -> tuple[str, ...]:
        """Return the addresses of all its pages, whoever may open them."""
        return tuple(url_for(one.endpoint, **values) for one in self._tabs)

    def tabs(self, thing: Any = None, here: str | None = None, **values: Any) -> Tabs:
        """Return what the reader may open, the current page marked; `values` fill addresses."""
        current = here or request.endpoint
        parts = [
            {
                "label": str(one.label),
                "url": url_for(one.endpoint, **values),
                "is_current": current == one.endpoint or current in one.covers,
            }
            for one in sorted(self._tabs, key=lambda tab: tab.order)
            if one.fits(thing) and (not one.permission or can(actor(), one.permission, thing))
        ]
        return Tabs(str(self.label), parts)


ACCOUNT = Place(_("Parts of your account"))
OPERATOR = Place(_("Parts of the installation"))
BOARD = Place(_("Parts of the proposals"))
JURY = Place(_("Parts of the jury of a challenge"))
TICKETS = Place(_("Parts of tickets"))
DOOR = Place(_("Parts of check-in"))
ORGANISATION = Place(_("Parts of the organisation"))


def account_tab(order: int, label: LazyString, endpoint: str, *covers: str) -> None:
    """Add a page to the account; `covers` are endpoints that show themselves under its tab."""
    ACCOUNT.add(Tab(label, endpoint, covers=covers, order=order))


def operator_tab(
    order: int, label: LazyString, endpoint: str, permission: Permission, *covers: str
) -> None:
    """Add a page to the operator's area; who may not open it does not see its tab."""
    OPERATOR.add(Tab(label, endpoint, permission, covers, order=order))


def board_tab(
    order: int, label: LazyString, endpoint: str, permission: Permission, *covers: str
) -> None:
    """Add a page to an event's proposals."""
    BOARD.add(Tab(label, endpoint, permission, covers, order=order))


def jury_tab(order: int, label: LazyString, endpoint: str, *covers: str) -> None:
    """Add a page to the jury of a challenge; all of them are for those who run it."""
    JURY.add(Tab(label, endpoint, covers=covers, order=order))


def ticket_tab(
    order: int,
    label: LazyString,
    endpoint: str,
    permission: Permission,
    *covers: str,
) -> None:
    """Add a page to an event's tickets."""
    TICKETS.add(Tab(label, endpoint, permission, covers, order=order))


def door_tab(
    order: int,
    label: LazyString,
    endpoint: str,
    permission: Permission,
    *covers: str,
    fits: Callable[[Any], bool] = _fits_all,
) -> None:
    """Add a page to an event's check-in."""
    DOOR.add(Tab(label, endpoint, permission, covers, fits, order))


JURY_ADDRESSES: list[str] = []


def part_of_jury(*addresses: str) -> None:
    """Mark the jury in the side navigation on pages whose addresses begin so."""
    JURY_ADDRESSES.extend(addresses)
