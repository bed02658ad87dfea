"""The API of what somebody agreed to, and of the copy of their data."""

from app.privacy.api import own
from app.privacy.api.frame import blueprint

__all__ = ["blueprint", "own"]
