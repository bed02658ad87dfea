"""Panels, steps and navigation: how features meet on one page without knowing each other.

A page of a lower feature offers a slot; higher features fill it. Each provider is registered once,
in the feature's `pages`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.core.authz import Actor


@dataclass(frozen=True)
class Panel:
    """A piece of a page: a template and the loader of its context."""

    slot: str
    order: int
    template: str
    load: Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Something that waits for a person: what, where, until when."""

    title: str
    url: str
    due_at: datetime | None = None
    zone: str = "UTC"
    note: str = ""
    icon: str = "check"
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that matters now, with its unit and a way to its records."""

    label: str
    value: int | str
    note: str = ""
    url: str = ""
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """An entry of the side navigation."""

    label: str
    url: str
    icon: str
    order: int = 50
    short: str = ""  # the label where there is little room
    covers: tuple[str, ...] = ()  # further addresses that belong to the entry
    is_current: bool = False


StepProvider = Callable[[Actor], Iterable[NextStep]]
FigureProvider = Callable[[Actor, Any], Iterable[Figure]]
CallsProvider = Callable[[Sequence[Any]], Mapping[int, str]]
NavProvider = Callable[[Actor, Any], Iterable[NavItem]]
_panels: list[Panel] = []
_steps: list[StepProvider] = []
_figures: list[FigureProvider] = []
_navigation: list[NavProvider] = []
_calls: list[CallsProvider] = []


def panel(
    slot: str, order: int, template: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated loader to fill a slot; it may return None to stay away."""

    def decorate(load: Callable[..., Any]) -> Callable[..., Any]:
        _panels.append(Panel(slot, order, template, load))
        return load

    return decorate


def next_steps(provider: StepProvider) -> StepProvider:
    """Register the decorated function: what waits for an actor."""
    _steps.append(provider)
    return provider


def figures(provider: FigureProvider) -> FigureProvider:
    """Register the decorated function: an event's numbers that matter now."""
    _figures.append(provider)
    return provider


def calls(provider: CallsProvider) -> CallsProvider:
    """Register the decorated function: by event id, whether its calls are "open" or "closed"."""
    _calls.append(provider)
    return provider


def navigation(provider: NavProvider) -> NavProvider:
    """Register the decorated function: entries for an actor, within an event or None."""
    _navigation.append(provider)
    return provider


def panels_of(slot: str, *args: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return template and context of every panel that has something to show in a slot."""
    shown = []
    for one in sorted((p for p in _panels if p.slot == slot), key=lambda p: p.order):
        context = one.load(*args)
        if context is not None:
            shown.append((one.template, context))
    return shown


def steps_of(actor: Actor) -> list[NextStep]:
    """Return what waits for an actor, the most urgent first."""
    found = [step for provider in _steps for step in provider(actor)]
    return sorted(found, key=lambda s: (s.due_at is None, s.due_at, s.title))


def figures_of(actor: Actor, event: Any) -> list[Figure]:
    """Return an event's numbers."""
    found = [figure for provider in _figures for figure in provider(actor, event)]
    return sorted(found, key=lambda figure: figure.order)


def calls_of(events: Sequence[Any]) -> dict[int, set[str]]:
    """Return how far the calls of each event are: "open", "closed", both or nothing."""
    found: dict[int, set[str]] = {event.id: set() for event in events}
    for provider in _calls:
        for event_id, state in provider(events).items():
            found[event_id].add(state)
    return found


def navigation_of(actor: Actor, event: Any) -> list[NavItem]:
    """Return the side navigation for an actor, within an event or None."""
    items = [item for provider in _navigation for item in provider(actor, event)]
    return sorted(items, key=lambda item: item.order)


def mark_current(item: NavItem, is_current: bool) -> NavItem:  # noqa: FBT001 - reads as it is called
    """Return the entry, marked as the place where the reader is, or not."""
    return replace(item, is_current=is_current)
