"""Lists that grow, page by page: a cursor is the id after which a page goes on."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError, fields

from app.core.ids import decode_id, encode_id
from app.web.fields import Count
from app.web.forms import Form

USUAL, MOST = 50, 200


class PageQuery(Form):
    """Which page of a list."""

    cursor = fields.String(load_default=None, allow_none=True)
    limit = Count(1, MOST, load_default=USUAL, allow_none=False)


def page_of(
    query: dict[str, Any],
    list_after: Callable[[int | None, int], Sequence[Any]],
    show: Callable[[Any], Any] = lambda item: item,
) -> dict[str, Any]:
    """Return one page of a list in the order of ids; one item more tells of a rest."""
    limit = query["limit"]
    found = list_after(_after(query["cursor"]), limit + 1)
    shown = found[:limit]
    cursor = encode_id(shown[-1].id) if len(found) > limit else None
    return {"items": [show(item) for item in shown], "next_cursor": cursor}


def _after(cursor: str | None) -> int | None:
    try:
        return decode_id(cursor) if cursor else None
    except ValueError as error:
        raise ValidationError({"cursor": [gettext("Not a cursor of this list.")]}) from error
