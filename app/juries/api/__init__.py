"""Juries for programs: organisers run them, jurors score."""

from app.juries.api import (
    analysis,
    chasing,
    declaring,
    hints,
    jury,
    overriding,
    pairing,
    panel,
    planning,
    redacting,
    rounds,
    saving,
)
from app.juries.api.frame import blueprint

__all__ = [
    "analysis",
    "blueprint",
    "chasing",
    "declaring",
    "hints",
    "jury",
    "overriding",
    "pairing",
    "panel",
    "planning",
    "redacting",
    "rounds",
    "saving",
]
