"""Pages of a challenge owner: what came in, and some of it side by side."""

from app.comparison.pages import comparing, panels
from app.comparison.pages.base import blueprint

__all__ = ["blueprint", "comparing", "panels"]
