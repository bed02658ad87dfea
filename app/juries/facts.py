"""What happens to jurors, scorecards and decisions."""

from dataclasses import dataclass

from app.core.facts import Code, Fact, ManyWords, Words


@dataclass(frozen=True, kw_only=True)
class JurorAccepted(Fact):
    """Somebody who was invited took their seat on the panel."""

    juror_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class JurorChanged(Fact):
    """An organiser changed a juror's organisation or capacity."""

    juror_id: int


@dataclass(frozen=True, kw_only=True)
class JurorRemoved(Fact):
    """An organiser took a juror, who had scored nothing, off the panel."""

    juror_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalsAssigned(Fact):
    """Jurors got proposals to judge; `juror_ids` and `emails` are of those with something new."""

    run_id: int
    challenge_id: int | None
    assignments: int
    juror_ids: tuple[int, ...]
    emails: ManyWords


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Fact):
    """A juror must not judge a proposal: somebody declared why, or the records show it."""

    juror_id: int
    proposal_id: int
    source: Code
    kind: Code


@dataclass(frozen=True, kw_only=True)
class ScorecardSubmitted(Fact):
    """A juror handed in a complete scorecard."""

    assignment_id: int
    juror_id: int
    proposal_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class ScorecardReopened(Fact):
    """A juror took a scorecard back to change it, before anything was decided."""

    assignment_id: int
    juror_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionRecorded(Fact):
    """An organiser recorded what was decided on a proposal; a change names what it was before."""

    challenge_id: int
    proposal_id: int
    outcome: Code
    previous_outcome: Code | None


@dataclass(frozen=True, kw_only=True)
class OutcomesPublished(Fact):
    """Everybody who proposed something to a challenge was told the outcome at once."""

    challenge_id: int
    title: Words
    proposal_ids: tuple[int, ...]
