"""The pages of oversight."""

from app.oversight.pages import clusters, glass, installation, log, people, tokens
from app.oversight.pages.frame import blueprint

__all__ = ["blueprint", "clusters", "glass", "installation", "log", "people", "tokens"]
