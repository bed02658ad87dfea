"""What may tie a juror to a proposal, by records that do not settle it: a person is asked.

Five hints, each once for a pair: the juror worked for who proposes, by their expert profile; their
organisation and the proposer's may be of one group; they are of the challenge's owner, to whose
group the proposer may belong; they run the event for who proposes; they registered for the event
as of who proposes, or of its group. A name that two people share is no hint. Cost: linear in the
pairs of juror and proposal, with a comparison of sets for each.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from challenges.domains import mail_domain, site_domain
from challenges.links import Party, find_links, vat_root


class Hint(StrEnum):
    """What kind of tie the records speak of."""

    PAST_EMPLOYER = "past_employer"
    GROUP_LINK = "group_link"
    OWNER_LINK = "owner_link"
    TEAM = "team"
    BADGE = "badge"


class Answer(StrEnum):
    """What an organiser says of a hint."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"


class SuggestionState(StrEnum):
    """Whether somebody has looked into a hint, and what they found."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


RECORD, NAME, TEAM, DECLARED = "record", "name", "team", "declared"
TICKET = "ticket"


@dataclass(frozen=True)
class Firm:
    """An organisation as it is compared: its name without case and accents, and its records."""

    name_key: str
    party: Party

    @cached_property
    def marks(self) -> frozenset[str]:
        """What two organisations of one group share at least one of."""
        mails = {mail_domain(one) for one in self.party.emails}
        found = {vat_root(self.party.vat_number), site_domain(self.party.website), *mails}
        return frozenset(mark for mark in found if mark)


@dataclass(frozen=True)
class JurorTies:
    """Whom a juror is of, worked for, and runs the event for; names as they are compared.

    `badges` and `badge_names` are what their tickets for the event name as their organisation.
    """

    key: int
    organisations: frozenset[int] = frozenset()
    past_ids: frozenset[int] = frozenset()
    past_names: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    badges: frozenset[int] = frozenset()
    badge_names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProposalTies:
    """Who makes a proposal, the owner of its challenge, and whether a link to it was declared."""

    key: int
    makers: frozenset[int]
    owner_id: int
    is_declared: bool = False


@dataclass(frozen=True)
class FoundHint:
    """A hint about a pair, and a code of what it rests on."""

    juror_id: int
    proposal_id: int
    sign: Hint
    evidence: str


@dataclass(frozen=True)
class Records:
    """The organisations that hints are about, and which of them are linked, worked out once."""

    firms: Mapping[int, Firm]
    known: dict[tuple[int, int], str | None] = field(default_factory=dict)

    def link(self, one: int, other: int) -> str | None:
        """Return the strongest sign that two organisations are of one group."""
        if one == other or one not in self.firms or other not in self.firms:
            return None
        if (one, other) not in self.known:
            self.known[one, other] = self._compare(self.firms[one], self.firms[other])
        return self.known[one, other]

    def any_link(self, some: Collection[int], others: Collection[int]) -> str | None:
        """Return the first sign that one of some is linked to one of others."""
        pairs = ((one, other) for one in sorted(some) for other in sorted(others))
        return next((found for pair in pairs if (found := self.link(*pair))), None)

    @staticmethod
    def _compare(one: Firm, other: Firm) -> str | None:
        if one.marks.isdisjoint(other.marks):
            return None
        return next((str(link.sign) for link in find_links(one.party, other.party)), None)


def find_hints(
    jurors: Iterable[JurorTies], proposals: Collection[ProposalTies], records: Records
) -> list[FoundHint]:
    """Return every hint, by juror and proposal."""
    return [
        FoundHint(juror.key, proposal.key, sign, evidence)
        for juror in jurors
        for proposal in proposals
        for sign, evidence in _hints(juror, proposal, records)
    ]


def _hints(
    juror: JurorTies, proposal: ProposalTies, records: Records
) -> Iterator[tuple[Hint, str]]:
    if juror.past_ids & proposal.makers:
        yield Hint.PAST_EMPLOYER, RECORD
    elif juror.past_names and juror.past_names & _names(proposal, records):
        yield Hint.PAST_EMPLOYER, NAME
    if proposal.owner_id in juror.organisations and proposal.is_declared:
        yield Hint.OWNER_LINK, DECLARED
    elif link := records.any_link(juror.organisations & {proposal.owner_id}, proposal.makers):
        yield Hint.OWNER_LINK, link
    if link := records.any_link(juror.organisations - {proposal.owner_id}, proposal.makers):
        yield Hint.GROUP_LINK, link
    if juror.teams & proposal.makers:
        yield Hint.TEAM, TEAM
    if evidence := _badge(juror, proposal, records):
        yield Hint.BADGE, evidence


def _badge(juror: JurorTies, proposal: ProposalTies, records: Records) -> str | None:
    """Return what their tickets say beyond the organisations that they are known to be of."""
    if juror.badges & proposal.makers or juror.badge_names & _names(proposal, records):
        return TICKET
    return records.any_link(juror.badges - juror.organisations, proposal.makers)


def _names(proposal: ProposalTies, records: Records) -> set[str]:
    firms = (records.firms.get(one) for one in proposal.makers)
    return {firm.name_key for firm in firms if firm is not None}
