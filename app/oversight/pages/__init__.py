"""The pages of oversight."""

from app.oversight.pages import glass, log, tokens
from app.oversight.pages.frame import blueprint

__all__ = ["blueprint", "glass", "log", "tokens"]
