"""Pages of badges."""

from app.badges.pages import choosing, printers
from app.badges.pages.base import blueprint

__all__ = ["blueprint", "choosing", "printers"]
