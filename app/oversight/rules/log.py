"""What the log is asked for, and the forms in which it is given."""

from enum import StrEnum


class LogForm(StrEnum):
    """A file's form, which is its extension too."""

    CSV = "csv"
    LINES = "jsonl"


class LogSubject(StrEnum):
    """What an entry of the log is about."""

    ACCOUNTS = "accounts"
    ORGANISATIONS = "organisations"
    EVENTS = "events"
    CHALLENGES = "challenges"
    PROPOSALS = "proposals"
    JURIES = "juries"
    TICKETS = "tickets"
    DOOR = "door"
    REPORTS = "reports"
    PRIVACY = "privacy"
    OVERSIGHT = "oversight"
    INSTALLATION = "installation"
