"""Tables of the way from a draft to the shortlist."""

from app.selection.models.reminders import DraftReminder, RemindedDraft
from app.selection.models.screening import (
    ChecklistAnswer,
    HousePoint,
    IneligibleFinding,
    ScreeningSetting,
)

__all__ = [
    "ChecklistAnswer",
    "DraftReminder",
    "HousePoint",
    "IneligibleFinding",
    "RemindedDraft",
    "ScreeningSetting",
]
