"""What happened to consents and personal data."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Fact):
    """Somebody agreed that their data is used for a purpose."""

    consent_id: int
    purpose: Code


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """Somebody no longer agrees that their data is used for a purpose."""

    consent_id: int
    purpose: Code


@dataclass(frozen=True, kw_only=True)
class ConsentsAsked(Fact):
    """An event's lead changed what people are asked to agree to when they register."""

    purposes: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class ExportRequested(Fact):
    """Somebody asked for a copy of everything that is kept about them."""

    export_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ExportDownloaded(Fact):
    """Somebody downloaded the copy of what is kept about them."""

    export_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """A person's data was erased, but for what must be kept."""

    erasure_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionDone(Fact):
    """What was over its time was deleted or blanked, in one night's work."""

    run_id: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class RetentionChanged(Fact):
    """An operator changed how long the rows of a table are kept."""

    table: Code
    days: int
