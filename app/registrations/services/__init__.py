"""What can be done with lists of registrations."""

from app.registrations.services.linking import add_link, remove_link
from app.registrations.services.viewing import delete_view, save_view

__all__ = ["add_link", "delete_view", "remove_link", "save_view"]
