"""Pages of juries: for organisers, for jurors, and pieces on others' pages."""

from app.juries.pages import (
    analysis,
    chasing,
    deciding,
    declaring,
    hints,
    judging,
    overriding,
    pairing,
    panel,
    pieces,
    planning,
    redacting,
    rounds,
    saving,
    seats,
    withdrawing,
)
from app.juries.pages.frame import blueprint

__all__ = [
    "analysis",
    "blueprint",
    "chasing",
    "deciding",
    "declaring",
    "hints",
    "judging",
    "overriding",
    "pairing",
    "panel",
    "pieces",
    "planning",
    "redacting",
    "rounds",
    "saving",
    "seats",
    "withdrawing",
]
