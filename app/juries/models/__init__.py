"""Tables of jurors, conflicts, rounds, assignments, scorecards and decisions."""

from app.juries.models.asking import DeclinedSeat, JuryText
from app.juries.models.assigning import Assignment, AssignmentRun
from app.juries.models.chasing import (
    JuryReminder,
    RemindedJuror,
    ReminderPlan,
    RoundReminder,
)
from app.juries.models.conflicts import (
    ConflictOfInterest,
    ConflictSuggestion,
    WithdrawnConflict,
)
from app.juries.models.copies import BlindFile
from app.juries.models.deciding import Decision
from app.juries.models.overriding import Override
from app.juries.models.pairing import Pairing
from app.juries.models.panel import Juror, JurorChallenge
from app.juries.models.planning import AssignmentDraft, JurorBid
from app.juries.models.redacting import Redaction
from app.juries.models.rounds import JudgingRound, Rubric
from app.juries.models.saving import ScorecardSave, TopPick
from app.juries.models.scoring import Score, Scorecard

__all__ = [
    "Assignment",
    "AssignmentDraft",
    "AssignmentRun",
    "BlindFile",
    "ConflictOfInterest",
    "ConflictSuggestion",
    "Decision",
    "DeclinedSeat",
    "JudgingRound",
    "Juror",
    "JurorBid",
    "JurorChallenge",
    "JuryReminder",
    "JuryText",
    "Override",
    "Pairing",
    "Redaction",
    "RemindedJuror",
    "ReminderPlan",
    "RoundReminder",
    "Rubric",
    "Score",
    "Scorecard",
    "ScorecardSave",
    "TopPick",
    "WithdrawnConflict",
]
