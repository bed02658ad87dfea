"""What happens to a proposal."""

from dataclasses import dataclass
from datetime import datetime

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class ProposalStarted(Fact):
    """An organisation began to write a proposal."""

    proposal_id: int
    challenge_id: int
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicantFileTaken(Fact):
    """An author let a proposal say what the applicant file says now."""

    proposal_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalSubmitted(Fact):
    """A version of a proposal was handed in and frozen; `email` is the submitter's."""

    proposal_id: int
    challenge_id: int
    challenge_title: Words
    title: Words
    number: int
    sha256: Code
    submitted_at: datetime
    email: Words
    submitter: Words


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Fact):
    """An organisation took its proposal back; `title` is the submitted one, empty for a draft."""

    proposal_id: int
    challenge_id: int
    title: Words
    reason: Words
    email: Words


@dataclass(frozen=True, kw_only=True)
class ProposalReopened(Fact):
    """An organisation took a withdrawn proposal up again while the challenge was still open."""

    proposal_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalScreened(Fact):
    """An organiser found a proposal eligible or not; `email` is its writer's."""

    proposal_id: int
    challenge_id: int
    title: Words
    previous_state: Code = ""
    state: Code
    reason: Words
    email: Words


@dataclass(frozen=True, kw_only=True)
class ProposalConcluded(Fact):
    """A proposal was shortlisted, selected or not selected; its authors are told later."""

    proposal_id: int
    challenge_id: int
    state: Code
    reason: Words


@dataclass(frozen=True, kw_only=True)
class OutcomeTold(Fact):
    """The authors of a proposal may now read its outcome and feedback; `email` is the writer's."""

    proposal_id: int
    challenge_id: int
    challenge_title: Words
    title: Words
    state: Code
    email: Words


@dataclass(frozen=True, kw_only=True)
class ProposalsExported(Fact):
    """Somebody had the proposals to a challenge packed into one file."""

    challenge_id: int
    work_id: int


@dataclass(frozen=True, kw_only=True)
class ConsortiumPartnerNamed(Fact):
    """A proposer named an organisation as a partner and asked it."""

    proposal_id: int
    partner_id: int
    organisation_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConsortiumPartnerConfirmed(Fact):
    """An organisation agreed to make a proposal together with the proposer."""

    proposal_id: int
    partner_id: int
    organisation_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConsortiumPartnerRemoved(Fact):
    """An organisation is no longer a partner of a proposal."""

    proposal_id: int
    partner_id: int
    organisation_id: int | None
