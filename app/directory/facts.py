"""What happens to records that look like the same organisation."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class DuplicateDismissed(Fact):
    """Somebody said that two organisations are not the same."""

    first_id: int
    second_id: int


@dataclass(frozen=True, kw_only=True)
class MergeAsked(Fact):
    """An owner asked to merge their organisation into another."""

    gone_id: int
    survivor_id: int


@dataclass(frozen=True, kw_only=True)
class MergeDeclined(Fact):
    """An owner declined to have another organisation merged into theirs."""

    gone_id: int
    survivor_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsMerged(Fact):
    """Two organisations became one; `moved` and `dropped` count rows, as "table 3"."""

    organisation_id: int
    merged_id: int
    moved: tuple[Code, ...]
    dropped: tuple[Code, ...]
