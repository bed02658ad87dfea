"""What organisers do with lists: upload them, say what is what, have proposals made of them."""

from app.imports.services.claiming import claim
from app.imports.services.making import MAKE, make_all
from app.imports.services.preparing import (
    check_upload,
    choose_columns,
    start_import,
    take_list,
    upload_list,
)

__all__ = [
    "MAKE",
    "check_upload",
    "choose_columns",
    "claim",
    "make_all",
    "start_import",
    "take_list",
    "upload_list",
]
