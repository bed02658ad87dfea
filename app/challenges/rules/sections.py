"""The parts of a brief that people talk about."""

from enum import StrEnum


class Section(StrEnum):
    """A part of a brief, in the order of the editor."""

    WHOLE = "whole"
    PROBLEM = "problem"
    MEASURES = "measures"
    OFFER = "offer"
    WHO = "who"
    TERMS = "terms"
    TAGS = "tags"
    DATES = "dates"
    CRITERIA = "criteria"
    QUESTIONS = "questions"


class CommentSide(StrEnum):
    """On whose side somebody speaks."""

    OWNER = "owner"
    ORGANISER = "organiser"
