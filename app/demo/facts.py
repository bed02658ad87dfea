"""What happened to the demo."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DemoLoaded(Fact):
    """The demo's events are there, with everybody and everything in them."""

    people: int
    organisations: int
    proposals: int
    tickets: int
