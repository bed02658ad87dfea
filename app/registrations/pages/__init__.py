"""Pages of registrations: the list, its views, links of campaigns, figures."""

from app.registrations.pages import figures, links, listing, views
from app.registrations.pages.base import blueprint

__all__ = ["blueprint", "figures", "links", "listing", "views"]
