"""Pages of the directory and of clusters."""

from app.directory.pages import clusters, duplicates, listing
from app.directory.pages.frame import blueprint

__all__ = ["blueprint", "clusters", "duplicates", "listing"]
