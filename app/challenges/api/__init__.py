"""Challenges for programs."""

from app.challenges.api import records, versions
from app.challenges.api.base import blueprint

__all__ = ["blueprint", "records", "versions"]
