"""What a dossier holds, as values; people and proposals are keys, their names stand apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from challenges.export import Decision, JuryRecord, Keys, Shortlist
from challenges.rubric import Rubric
from challenges.scoring import Pick, Scorecard

NO_SHORTLIST = Shortlist(None, ())


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """Somebody on the panel, and what they do there."""

    juror: str
    role: str


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A conflict of interest: between whom, of what kind, and how it is known."""

    juror: str
    proposal: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True, order=True)
class WithdrawnTie:
    """A conflict of interest that somebody took back: whose it was, and who stands for that."""

    juror: str
    proposal: str
    declared_at: str
    kind: str
    source: str
    declared_by: str
    withdrawn_at: str
    withdrawn_by: str
    grounds: str


@dataclass(frozen=True, slots=True)
class RubricVersion:
    """A version of what a round is scored by."""

    version: int
    is_locked: bool
    content: Rubric


@dataclass(frozen=True, slots=True)
class Save:
    """One version of a scorecard as its juror saved it."""

    juror: str
    proposal: str
    version: int
    submitted: bool
    scores: Mapping[str, int]
    answers: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Round:
    """A round of judging: its forms, who was to judge what, and all that they said.

    The last of the rubrics counts. `picks` are the top threes of its jurors; files written before
    there were any in an export hold None.
    """

    position: int
    name: str
    kind: str
    blindness: str
    proposals: tuple[str, ...]
    rubrics: tuple[RubricVersion, ...]
    assignments: tuple[Keys, ...]
    scorecards: tuple[Scorecard, ...]
    saves: tuple[Save, ...] = ()
    picks: tuple[Pick, ...] | None = None

    @property
    def rubric(self) -> Rubric:
        """The rubric that counts."""
        return max(self.rubrics, key=lambda one: one.version).content


@dataclass(frozen=True, slots=True)
class Names:
    """Names of jurors and of others who decided, and titles of proposals, by their keys."""

    jurors: Mapping[str, str]
    proposals: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Override:
    """An outcome that departs from the ranking: who asked for it and why, and who signed it.

    `passed` are the proposals that it is out of order with, as they stood when it was asked for.
    """

    override: str
    proposal: str
    outcome: str
    reason: str
    change_reason: str
    grounds: str
    rank: int | None
    passed: tuple[str, ...]
    falls_short: bool
    asked_by: str
    asked_at: str
    signed_by: str | None = None
    signed_at: str | None = None
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that the result of a jury was made from, in all of its rounds."""

    challenge_id: str
    title: str
    seats: tuple[Seat, ...]
    conflicts: tuple[Tie, ...]
    rounds: tuple[Round, ...]
    shortlist: Shortlist = NO_SHORTLIST
    decisions: tuple[Decision, ...] = ()
    names: Names | None = None
    overrides: tuple[Override, ...] = ()
    withdrawn: tuple[WithdrawnTie, ...] = ()

    def record(self, one: Round) -> JuryRecord:
        """Return a round as the record that is ranked; the shortlist is that of the first."""
        is_first = one.position == min(each.position for each in self.rounds)
        return JuryRecord(
            challenge_id=self.challenge_id,
            title=self.title,
            criteria=one.rubric.criteria,
            jurors=tuple(seat.juror for seat in self.seats),
            proposals=one.proposals,
            conflicts=tuple((tie.juror, tie.proposal) for tie in self.conflicts),
            assignments=one.assignments,
            scorecards=one.scorecards,
            tie_rules=one.rubric.tie_rules,
            shortlist=self.shortlist if is_first else NO_SHORTLIST,
            decisions=self.decisions if is_first else (),
            picks=one.picks or (),
        )
