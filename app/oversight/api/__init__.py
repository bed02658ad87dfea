"""The API of oversight."""

from app.oversight.api import log, tokens
from app.oversight.api.frame import blueprint

__all__ = ["blueprint", "log", "tokens"]
