"""What happened to badges."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class BadgesRequested(Fact):
    """Somebody asked for the badges of an event as a PDF."""

    work_id: int


@dataclass(frozen=True, kw_only=True)
class BadgeLookChanged(Fact):
    """Badges look otherwise."""


@dataclass(frozen=True, kw_only=True)
class BadgesPutBack(Fact):
    """The badges of a PDF count as never printed."""

    work_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class BadgePrinted(Fact):
    """One badge is on paper; of a further one the reason says why."""

    print_id: int
    ticket_id: int
    reason: Code


@dataclass(frozen=True, kw_only=True)
class BadgePrintWithdrawn(Fact):
    """A badge that was asked for is not printed."""

    print_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class BadgePrinterAdded(Fact):
    """There is a printer that badges can wait for."""

    printer_id: int


@dataclass(frozen=True, kw_only=True)
class BadgePrinterClosed(Fact):
    """A printer is not used any more."""

    printer_id: int
