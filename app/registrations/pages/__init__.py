"""Pages of registrations: the list, its views and acts, imports, doubles, links, figures."""

from app.registrations.pages import acting, doubles, figures, importing, links, listing, views
from app.registrations.pages.base import blueprint

__all__ = [
    "acting",
    "blueprint",
    "doubles",
    "figures",
    "importing",
    "links",
    "listing",
    "views",
]
