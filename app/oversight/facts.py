"""What happens in oversight."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class LogExported(Fact):
    """Somebody had the log written into a file."""

    work_id: int
    form: Code
