"""Pages of what suits whom: the organisation's, the challenge owner's, the organiser's."""

from app.matching.pages import organisation, organiser, owner, panels
from app.matching.pages.base import blueprint

__all__ = ["blueprint", "organisation", "organiser", "owner", "panels"]
