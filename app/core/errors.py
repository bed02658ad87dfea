"""Expected failures: five kinds, each with a stable code and parameters.

Words are chosen and translated at the edge, so that nothing below it knows a language.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class DomainError(Exception):
    """An expected failure that a person or a program can act on."""

    status: ClassVar[int] = 400
    code: str = "error"

    def __init__(
        self, code: str | None = None, *, field: str | None = None, **params: object
    ) -> None:
        self.code = code or type(self).code
        self.field = field
        self.params: Mapping[str, object] = params
        self.shown: Mapping[str, Any] = {}  # what a program is told besides the words
        super().__init__(self.code)


class Invalid(DomainError):  # noqa: N818 - reads as a kind, and `errors` says what it is
    """What was sent breaks a rule (422)."""

    status = 422
    code = "invalid"


class NotFound(DomainError):  # noqa: N818 - as above
    """It does not exist, or the actor may not know that it does (404)."""

    status = 404
    code = "not_found"


class Forbidden(DomainError):  # noqa: N818 - as above
    """The actor sees it, but may not do this (403)."""

    status = 403
    code = "forbidden"


class Conflict(DomainError):  # noqa: N818 - as above
    """Somebody or something else came first (409)."""

    status = 409
    code = "conflict"


class RateLimited(DomainError):  # noqa: N818 - as above
    """Too many attempts; `seconds` says when the next is welcome (429)."""

    status = 429
    code = "rate_limited"
