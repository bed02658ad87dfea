"""Tables of the way from a draft to the shortlist."""

from app.selection.models.links import DismissedLink
from app.selection.models.reminders import DraftReminder, RemindedDraft
from app.selection.models.screening import (
    ChecklistAnswer,
    HousePoint,
    IneligibleFinding,
    ScreeningSetting,
)

__all__ = [
    "ChecklistAnswer",
    "DismissedLink",
    "DraftReminder",
    "HousePoint",
    "IneligibleFinding",
    "RemindedDraft",
    "ScreeningSetting",
]
