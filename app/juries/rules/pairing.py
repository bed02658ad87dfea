"""What a trainee who judges beside a member gets, and what she gives back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Place = tuple[int, int]  # a round, and a proposal in it


@dataclass(frozen=True)
class PairingTerms:
    """Beside whom a trainee judges, and whether the member reads her scorecards, too."""

    member_id: int
    is_mutual: bool = False


@dataclass(frozen=True)
class Following:
    """What a trainee gets and what she gives back, each in order."""

    added: tuple[Place, ...]
    removed: tuple[Place, ...]


def follow(
    beside: Iterable[Place], own: Mapping[Place, bool], barred: Collection[int]
) -> Following:
    """Return what makes a trainee judge what her member does, but for proposals barred to her.

    `own` says of each of her duties whether it may go: what she has begun or stepped back from
    stays as it is.
    """
    wanted = {place for place in beside if place[1] not in barred}
    gone = (place for place, may_go in own.items() if may_go and place not in wanted)
    return Following(tuple(sorted(wanted - set(own))), tuple(sorted(gone)))
