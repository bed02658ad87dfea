"""The API of oversight."""

from app.oversight.api import glass, installation, log, people, tokens
from app.oversight.api.frame import blueprint

__all__ = ["blueprint", "glass", "installation", "log", "people", "tokens"]
