"""Challenges for programs."""

from app.challenges.api import clones, files, records, versions
from app.challenges.api.base import blueprint

__all__ = ["blueprint", "clones", "files", "records", "versions"]
