"""Whom a ticket is for; the word and colour at the head of its badge."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a kind of ticket is for."""

    ATTENDEE = "attendee"
    SPEAKER = "speaker"
    EXHIBITOR = "exhibitor"
    JUROR = "juror"
    B2B = "b2b"
    PRESS = "press"
    ORGANISER = "organiser"
