"""What each kind of invitation asks, in words: registered by the feature that it invites to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An invitation as its page shows it.

    `landing` is where whoever accepts goes on, `managed_at` where whoever sent it looks after it.
    `briefing` says at length what is asked, `promise` what accepting confirms, both in Markdown.
    """

    title: str
    subtitle: str
    text: tuple[str, ...]
    accept: str
    done: str
    landing: str
    managed_at: str
    icon: str = "people"
    briefing: str = ""
    promise: str = ""


Describe = Callable[[Any], Asked]
_descriptions: dict[str, Describe] = {}


def describes(purpose: str) -> Callable[[Describe], Describe]:
    """Register the words for the invitations of a purpose."""

    def decorate(describe: Describe) -> Describe:
        _descriptions[purpose] = describe
        return describe

    return decorate


def asked_of(invitation: Any) -> Asked:
    """Return what an invitation asks."""
    return _descriptions[invitation.purpose](invitation)
