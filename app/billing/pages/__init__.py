"""Pages of billing: for those who keep an event's books, and for those who pay."""

from app.billing.pages import figures, inbox, invoices, panels, paying, public, selling
from app.billing.pages.base import blueprint

__all__ = [
    "blueprint",
    "figures",
    "inbox",
    "invoices",
    "panels",
    "paying",
    "public",
    "selling",
]
