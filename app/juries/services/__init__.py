"""What people do with juries: build the panel, assign, judge, decide, tell."""

from app.juries.services.assigning import assign_later, assign_now
from app.juries.services.conflicts import declare_conflict, declare_conflict_for
from app.juries.services.deciding import change_decision, record_decision, tell_everyone
from app.juries.services.panel import (
    accept_invitation,
    change_juror,
    invitation_link,
    invite_again,
    invite_juror,
    open_invitation,
    remove_juror,
)
from app.juries.services.scoring import reopen_scorecard, save_scorecard, submit_scorecard

__all__ = [
    "accept_invitation",
    "assign_later",
    "assign_now",
    "change_decision",
    "change_juror",
    "declare_conflict",
    "declare_conflict_for",
    "invitation_link",
    "invite_again",
    "invite_juror",
    "open_invitation",
    "record_decision",
    "remove_juror",
    "reopen_scorecard",
    "save_scorecard",
    "submit_scorecard",
    "tell_everyone",
]
