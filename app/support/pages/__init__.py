"""Pages of a cluster's participants: inviting, writing, reporting, and figures for observers."""

from app.support.pages import observing, participants, registering, reporting, writing
from app.support.pages.frame import blueprint

__all__ = ["blueprint", "observing", "participants", "registering", "reporting", "writing"]
