"""The API of oversight."""

from app.oversight.api import glass, log, tokens
from app.oversight.api.frame import blueprint

__all__ = ["blueprint", "glass", "log", "tokens"]
