"""Copies of files without what says who made them: pure functions from bytes to bytes.

They load large libraries, so the worker imports this package when it needs it.
"""

from app.juries.rules.cleaning.office import clean_office
from app.juries.rules.cleaning.pdf import clean_pdf
from app.juries.rules.cleaning.pictures import clean_picture
from app.juries.rules.cleaning.telling import Cleaned, Unclean, names_in

__all__ = ["Cleaned", "Unclean", "clean_office", "clean_pdf", "clean_picture", "names_in"]
