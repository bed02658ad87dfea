"""Who of a proposal is linked to the owner's group, and which of it somebody dismissed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from challenges.links import Link, Party, find_links


@dataclass(frozen=True, kw_only=True)
class Member:
    """An organisation behind a proposal: the one that proposes, or a partner."""

    organisation_id: int
    name: str
    party: Party
    is_partner: bool = False


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """A sign that an organisation behind a proposal is linked to the owner's group."""

    organisation_id: int
    name: str
    is_partner: bool
    link: Link
    dismissal: Any = None  # who dismissed it, when and why; None while it stands

    @property
    def key(self) -> str:
        """What tells it from other links of the same organisation."""
        return self.link.key

    @property
    def sign(self) -> str:
        """How the link shows."""
        return str(self.link.sign)

    @property
    def shared(self) -> str:
        """What the two share, or what was declared."""
        return self.link.shared

    @property
    def stands(self) -> bool:
        """Whether nobody has dismissed it."""
        return self.dismissal is None


def links_of(
    members: Iterable[Member], owner: Party, dismissed: Mapping[tuple[int, str], Any]
) -> tuple[FoundLink, ...]:
    """Return every link of the organisations behind a proposal, those that stand first."""
    found = [
        FoundLink(
            organisation_id=one.organisation_id,
            name=one.name,
            is_partner=one.is_partner,
            link=link,
            dismissal=dismissed.get((one.organisation_id, link.key)),
        )
        for one in members
        for link in find_links(one.party, owner)
    ]
    return tuple(sorted(found, key=lambda one: not one.stands))


def any_stands(found: Collection[FoundLink]) -> bool:
    """Whether a link was found that nobody has dismissed."""
    return any(one.stands for one in found)
