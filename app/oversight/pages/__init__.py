"""The pages of oversight."""

from app.oversight.pages import log, tokens
from app.oversight.pages.frame import blueprint

__all__ = ["blueprint", "log", "tokens"]
