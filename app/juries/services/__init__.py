"""What people do with juries: build the panel, assign, judge, decide, tell."""

from app.juries.services.assigning import assign_later, assign_now
from app.juries.services.conflicts import (
    declare_conflict,
    declare_conflict_for,
    declare_conflicts,
)
from app.juries.services.deciding import change_decision, record_decision, tell_everyone
from app.juries.services.panel import change_juror, invite_juror, remove_juror
from app.juries.services.scoring import reopen_scorecard, save_scorecard, submit_scorecard

__all__ = [
    "assign_later",
    "assign_now",
    "change_decision",
    "change_juror",
    "declare_conflict",
    "declare_conflict_for",
    "declare_conflicts",
    "invite_juror",
    "record_decision",
    "remove_juror",
    "reopen_scorecard",
    "save_scorecard",
    "submit_scorecard",
    "tell_everyone",
]
