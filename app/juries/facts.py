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
class RoundChanged(Fact):
    """An organiser added, changed or removed a judging round of a challenge."""

    round_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class RubricChanged(Fact):
    """An organiser wrote a new version of what a round's jurors score by."""

    round_id: int
    challenge_id: int
    version: int
    digest: Code


@dataclass(frozen=True, kw_only=True)
class JuryTextWritten(Fact):
    """An organiser reworded the briefing or the honour terms."""

    text_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AlternateSteppedIn(Fact):
    """An alternate became a member of the panel, perhaps with what somebody else left undone.

    `from_juror_id` is whose scorecards they took over, None where a seat was free.
    """

    juror_id: int
    from_juror_id: int | None
    scorecards: int


@dataclass(frozen=True, kw_only=True)
class JurorsReminded(Fact):
    """Those who owe scorecards were reminded, by an organiser or by themselves some days before."""

    reminder_id: int
    recipients: int


@dataclass(frozen=True, kw_only=True)
class ReminderDaysSet(Fact):
    """An organiser said how many days before the last one jurors are reminded by themselves."""

    days: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalsAssigned(Fact):
    """Jurors got proposals to judge; `juror_ids` and `emails` are of those with something new."""

    run_id: int
    challenge_id: int | None
    assignments: int
    juror_ids: tuple[int, ...]
    emails: ManyWords


@dataclass(frozen=True, kw_only=True)
class TraineePaired(Fact):
    """An organiser let a trainee judge beside a member."""

    juror_id: int
    member_id: int
    is_mutual: bool


@dataclass(frozen=True, kw_only=True)
class TraineeUnpaired(Fact):
    """An organiser let a trainee judge beside nobody."""

    juror_id: int


@dataclass(frozen=True, kw_only=True)
class AssignmentsWithdrawn(Fact):
    """Jurors no longer judge what they had not begun; `juror_ids` are those who lost something."""

    run_id: int
    challenge_id: int | None
    assignments: int
    juror_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Fact):
    """A juror must not judge a proposal: somebody declared why, or the records show it."""

    juror_id: int
    proposal_id: int
    source: Code
    kind: Code


@dataclass(frozen=True, kw_only=True)
class ConflictWithdrawn(Fact):
    """An organiser took a conflict that somebody else had declared out of the register."""

    juror_id: int
    proposal_id: int
    source: Code
    kind: Code
    assignments: int


@dataclass(frozen=True, kw_only=True)
class PassageRedacted(Fact):
    """An organiser kept a passage of a proposal from the jurors of blind rounds."""

    redaction_id: int
    proposal_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class BlindFileAnswered(Fact):
    """An organiser released a copy of a file to blind jurors, or withheld it."""

    blind_file_id: int
    proposal_id: int
    challenge_id: int
    state: Code


@dataclass(frozen=True, kw_only=True)
class RedactionRemoved(Fact):
    """An organiser let jurors of blind rounds read a passage again."""

    redaction_id: int
    proposal_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class SuggestedConflictDismissed(Fact):
    """An organiser looked into what might tie a juror to a proposal, and found that it does not."""

    juror_id: int
    proposal_id: int
    sign: Code


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
class TopThreeChosen(Fact):
    """A juror said which proposals of a round they would put first, or took that back."""

    juror_id: int
    round_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class DecisionRecorded(Fact):
    """An organiser recorded what was decided on a proposal; a change names what it was before."""

    challenge_id: int
    proposal_id: int
    outcome: Code
    previous_outcome: Code | None


@dataclass(frozen=True, kw_only=True)
class OverrideAsked(Fact):
    """An organiser wants an outcome that departs from the ranking; somebody else is to sign."""

    override_id: int
    challenge_id: int
    proposal_id: int
    outcome: Code


@dataclass(frozen=True, kw_only=True)
class OverrideSigned(Fact):
    """A second person signed an outcome that departs from the ranking, so it took effect."""

    override_id: int
    challenge_id: int
    proposal_id: int
    outcome: Code


@dataclass(frozen=True, kw_only=True)
class OverrideWithdrawn(Fact):
    """An organiser took back an outcome that waited for a second signature."""

    override_id: int
    challenge_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class OutcomesPublished(Fact):
    """Everybody who proposed something to a challenge was told the outcome at once."""

    challenge_id: int
    title: Words
    proposal_ids: tuple[int, ...]
