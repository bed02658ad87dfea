"""The pages of oversight."""

from app.oversight.pages import tokens
from app.oversight.pages.frame import blueprint

__all__ = ["blueprint", "tokens"]
