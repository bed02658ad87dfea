"""Whom a ticket is for; the word and colour at the head of its badge."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a kind of ticket is for."""

    ATTENDEE = "attendee"
    SME = "sme"
    LARGE_COMPANY = "large_company"
    STUDENT = "student"
    SPEAKER = "speaker"
    EXHIBITOR = "exhibitor"
    JUROR = "juror"
    B2B = "b2b"
    PRESS = "press"
    SPONSOR = "sponsor"
    ORGANISER = "organiser"
