"""Pages of questions and answers: for everybody, for those who ask, for those who answer."""

from app.enquiries.pages import answering, asking, following, panels
from app.enquiries.pages.base import blueprint

__all__ = ["answering", "asking", "blueprint", "following", "panels"]
