"""What happened to badges."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BadgesRequested(Fact):
    """Somebody asked for the badges of an event as a PDF."""

    work_id: int
