"""Reading what organisers work with: views, links, figures."""

from app.registrations.queries.figures import Figures, figures_of
from app.registrations.queries.links import (
    count_links,
    get_link,
    list_channels,
    list_links,
)
from app.registrations.queries.views import count_views, get_view, list_views

__all__ = [
    "Figures",
    "count_links",
    "count_views",
    "figures_of",
    "get_link",
    "get_view",
    "list_channels",
    "list_links",
    "list_views",
]
