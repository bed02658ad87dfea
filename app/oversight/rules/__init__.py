"""What oversight decides without a database."""

from app.oversight.rules.log import LogForm, LogSubject

__all__ = ["LogForm", "LogSubject"]
