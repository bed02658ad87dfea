"""What people do on a pitch day."""

from app.pitches.services.passes import make_pass, revoke_pass, use_pass
from app.pitches.services.running import (
    close_pitch,
    move_pitch,
    open_pitch,
    plan_pitch_day,
    score_pitch,
)
from app.pitches.services.voting import cast_ballot, close_vote, declare_vote, open_vote

__all__ = [
    "cast_ballot",
    "close_pitch",
    "close_vote",
    "declare_vote",
    "make_pass",
    "move_pitch",
    "open_pitch",
    "open_vote",
    "plan_pitch_day",
    "revoke_pass",
    "score_pitch",
    "use_pass",
]
