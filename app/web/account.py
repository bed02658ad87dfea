"""The account as one place: every feature that has a page there adds its tab."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for


@dataclass(frozen=True)
class Tab:
    """A part of the account: its words, its page, and further pages that belong to it."""

    order: int
    label: Callable[[], str]
    endpoint: str
    covers: frozenset[str]


_tabs: list[Tab] = []


def account_tab(order: int, label: Callable[[], str], endpoint: str, *covers: str) -> None:
    """Add a page to the account; `covers` are endpoints that show themselves under its tab."""
    _tabs.append(Tab(order, label, endpoint, frozenset((endpoint, *covers))))


def account_tabs() -> list[dict[str, Any]]:
    """Return the tabs of the account, that of the current page marked."""
    return [
        {
            "label": one.label(),
            "url": url_for(one.endpoint),
            "is_current": request.endpoint in one.covers,
        }
        for one in sorted(_tabs, key=lambda tab: tab.order)
    ]
