"""Tables of the way from a draft to the shortlist."""

from app.selection.models.reminders import DraftReminder, RemindedDraft

__all__ = ["DraftReminder", "RemindedDraft"]
