"""What happened to venue hubs and to what they scanned."""

from dataclasses import dataclass

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class HubMade(Fact):
    """A venue hub was planned for an event."""

    hub_id: int
    hub_name: Words


@dataclass(frozen=True, kw_only=True)
class HubParcelTaken(Fact):
    """Somebody took the event along in a sealed parcel."""

    hub_id: int


@dataclass(frozen=True, kw_only=True)
class HubEnded(Fact):
    """A venue hub may send no more by itself."""

    hub_id: int


@dataclass(frozen=True, kw_only=True)
class ScansBrought(Fact):
    """Somebody brought a file of scans back."""

    brought_id: int
    sha256: Code
    number: int


@dataclass(frozen=True, kw_only=True)
class HubScansMerged(Fact):
    """Scans of a hub or a phone came into the log, each once."""

    hub_id: int | None
    number: int
    fresh: int
