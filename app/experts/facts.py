"""What happens in the pool of experts."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ExpertJoined(Fact):
    """Somebody agreed to be in the pool, and now a cluster finds them there."""

    person_id: int
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class ExpertChanged(Fact):
    """An expert changed what they say of themselves."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ExpertLeft(Fact):
    """An expert left the pool, and what they said of themselves is gone."""

    person_id: int
