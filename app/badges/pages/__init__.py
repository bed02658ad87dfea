"""Pages of badges."""

from app.badges.pages import choosing, keys, looking, printers
from app.badges.pages.base import blueprint

__all__ = ["blueprint", "choosing", "keys", "looking", "printers"]
