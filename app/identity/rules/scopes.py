"""What programs may do with a token."""

from enum import StrEnum


class Scope(StrEnum):
    """What a program may do with a token; scanning takes a paired scanner."""

    READ = "read"
    WRITE = "write"
