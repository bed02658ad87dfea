"""The API of what somebody agreed to, of the copy of their data, and of the operator's part."""

from app.privacy.api import operator, own
from app.privacy.api.frame import blueprint

__all__ = ["blueprint", "operator", "own"]
