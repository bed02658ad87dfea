"""What happens in oversight."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class LogExported(Fact):
    """Somebody had the log written into a file."""

    work_id: int
    form: Code


@dataclass(frozen=True, kw_only=True)
class GlassBroken(Fact):
    """The operator took a lead's view of an event for some hours, with a reason."""

    glass_id: int
    hours: int


@dataclass(frozen=True, kw_only=True)
class GlassMended(Fact):
    """The operator's view of an event was ended before its time."""

    glass_id: int


@dataclass(frozen=True, kw_only=True)
class EventLookedInto(Fact):
    """The operator opened a page of an event, or asked for one, by their view in an emergency."""

    glass_id: int
    page: Code
    thing_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Fact):
    """The operator closed an account."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(Fact):
    """The operator opened a closed account again."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OperatorDismissed(Fact):
    """Somebody no longer looks after the installation."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class InstallationSetUp(Fact):
    """The installation got its name and its first operator."""


@dataclass(frozen=True, kw_only=True)
class InstallationChanged(Fact):
    """What the operator says of the installation changed."""


@dataclass(frozen=True, kw_only=True)
class JobRetried(Fact):
    """The operator had a job tried again that was given up."""
