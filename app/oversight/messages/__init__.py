"""The words of oversight: its failures, and what each kind of fact says in the log."""

from app.oversight.messages.deeds import DEEDS, SUBJECTS, deed_words
from app.oversight.messages.failures import MESSAGES

__all__ = ["DEEDS", "MESSAGES", "SUBJECTS", "deed_words"]
