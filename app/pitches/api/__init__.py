"""Pitch days and audience votes for programs."""

from app.pitches.api import running, voting
from app.pitches.api.frame import blueprint

__all__ = ["blueprint", "running", "voting"]
