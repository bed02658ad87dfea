"""The words of oversight: its failures, and what each kind of fact says in the log."""

from app.oversight.messages.deeds import DEEDS, SUBJECTS, deed_words
from app.oversight.messages.failures import GLASS_STATES, MESSAGES
from app.oversight.messages.ways import ways_in

__all__ = ["DEEDS", "GLASS_STATES", "MESSAGES", "SUBJECTS", "deed_words", "ways_in"]
