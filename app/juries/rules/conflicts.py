"""Whether a juror must not judge a proposal, as far as records can tell.

Three signs, the first found is named: the juror's organisation made the proposal; the juror is a
member of the organisation that did; juror and proposer share an e-mail domain that is not open to
everybody. A sign that came up after the juror got the proposal keeps nobody away by itself:
proposers could silence a juror by taking them in. Cost: constant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from challenges.domains import work_domain


class Sign(StrEnum):
    """How a conflict shows in the records."""

    ORGANISATION = "organisation"
    MEMBERSHIP = "membership"
    EMAIL_DOMAIN = "email_domain"


class Relation(StrEnum):
    """What ties a juror to a proposer, as a person declares it."""

    EMPLOYMENT = "employment"
    FAMILY = "family"
    FINANCIAL = "financial"
    COOPERATION = "cooperation"
    COMPETITION = "competition"
    OTHER = "other"


class Source(StrEnum):
    """Who found a conflict."""

    DETECTED = "detected"
    JUROR = "juror"
    ORGANISER = "organiser"
    CONFIRMED = "confirmed"


def why_not_withdrawn(conflict: Any, person_id: int | None) -> str | None:
    """Return why somebody may not take a conflict back, as a code; None when they may.

    What the records show would be found again; of what a person declared, that person is no judge.
    """
    if conflict.source == Source.DETECTED:
        return "conflict_found"
    is_own = person_id in (None, conflict.declared_by_id, conflict.juror.person_id)
    return "conflict_yours" if is_own else None


@dataclass(frozen=True)
class Tie:
    """What a person declares: the kind of relation, and the reason in their words."""

    kind: Relation
    reason: str


@dataclass(frozen=True)
class JurorSide:
    """What the records say of a juror."""

    key: int
    email: str
    organisation_id: int | None = None
    member_since: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class ProposalSide:
    """What the records say of a proposal's authors."""

    key: int
    email: str
    organisation_id: int


@dataclass(frozen=True)
class Duty:
    """A proposal that a juror has to judge: since when, and whether a scorecard was begun."""

    assigned_at: datetime
    is_begun: bool = False


def detect(juror: JurorSide, proposal: ProposalSide, duty: Duty | None = None) -> Sign | None:
    """Return the first sign that keeps a juror away by itself, None when there is none."""
    signs = _signs(juror, proposal)
    return next((sign for sign in signs if not _is_late(sign, juror, proposal, duty)), None)


def _signs(juror: JurorSide, proposal: ProposalSide) -> Iterable[Sign]:
    if juror.organisation_id == proposal.organisation_id:
        yield Sign.ORGANISATION
    if proposal.organisation_id in juror.member_since:
        yield Sign.MEMBERSHIP
    domain = work_domain(juror.email)
    if domain and domain == work_domain(proposal.email):
        yield Sign.EMAIL_DOMAIN


def _is_late(sign: Sign, juror: JurorSide, proposal: ProposalSide, duty: Duty | None) -> bool:
    """Whether a sign may have come up after the juror got the proposal.

    What organisers say of a juror's organisation has no date, so it takes nothing that was begun;
    addresses do not change.
    """
    if duty is None or sign is Sign.EMAIL_DOMAIN:
        return False
    if sign is Sign.ORGANISATION:
        return duty.is_begun
    return juror.member_since[proposal.organisation_id] > duty.assigned_at


def detect_all(
    jurors: Iterable[JurorSide],
    proposals: Iterable[ProposalSide],
    duties: Mapping[tuple[int, int], Duty],
) -> dict[tuple[int, int], Sign]:
    """Return the sign for every (juror, proposal) that shows one."""
    the_proposals = list(proposals)
    pairs = ((juror, proposal) for juror in jurors for proposal in the_proposals)
    return {
        key: sign
        for juror, proposal in pairs
        if (sign := detect(juror, proposal, duties.get(key := (juror.key, proposal.key))))
        is not None
    }
