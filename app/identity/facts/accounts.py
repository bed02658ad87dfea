"""What happens to accounts."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Fact):
    """Somebody made an account."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """Somebody changed their name or language."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Fact):
    """An account got another address, which ended every session and every open link."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OperatorAppointed(Fact):
    """Somebody was trusted with the installation."""

    person_id: int
