"""Challenges for programs."""

from app.challenges.api import clones, files, records, rounds, versions
from app.challenges.api.base import blueprint

__all__ = ["blueprint", "clones", "files", "records", "rounds", "versions"]
