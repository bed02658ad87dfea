"""What programs may do with a token."""

from enum import StrEnum


class Scope(StrEnum):
    """What a program may do with a token; scanning takes a paired scanner.

    To operate is to act as an operator, as far as the token may read or write; only an operator
    gives it away, with a fresh proof, and for a short time.
    """

    READ = "read"
    WRITE = "write"
    OPERATE = "operate"
