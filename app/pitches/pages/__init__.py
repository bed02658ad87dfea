"""Pages of pitch days: the organiser's remote and wall, the juror's phone, codes, votes."""

from app.pitches.pages import passes, phone, pieces, running, voting
from app.pitches.pages.frame import blueprint

__all__ = ["blueprint", "passes", "phone", "pieces", "running", "voting"]
