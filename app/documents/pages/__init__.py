"""Pages of documents: for their keepers, for readers, for those who let readers in."""

from app.documents.pages import keeping, pieces, reading, supervising
from app.documents.pages.base import blueprint

__all__ = ["blueprint", "keeping", "pieces", "reading", "supervising"]
