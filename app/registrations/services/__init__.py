"""What can be done with lists of registrations."""

from app.registrations.services.acting import Deed, Done, foresee_act, start_act
from app.registrations.services.importing import (
    Undone,
    choose_columns,
    foresee_undo,
    start_import,
    undo_import,
    upload_list,
)
from app.registrations.services.linking import add_link, remove_link
from app.registrations.services.merging import dismiss_double, merge_tickets
from app.registrations.services.viewing import delete_view, save_view

__all__ = [
    "Deed",
    "Done",
    "Undone",
    "add_link",
    "choose_columns",
    "delete_view",
    "dismiss_double",
    "foresee_act",
    "foresee_undo",
    "merge_tickets",
    "remove_link",
    "save_view",
    "start_act",
    "start_import",
    "undo_import",
    "upload_list",
]
