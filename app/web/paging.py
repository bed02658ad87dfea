"""Lists page by page: programs go on after a cursor, which is an id; people turn numbered pages."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from marshmallow import ValidationError, fields

from app.core.ids import decode_id, encode_id
from app.web.fields import Count
from app.web.forms import Form

T = TypeVar("T")
USUAL, MOST = 50, 200
PER_PAGE = 50
LAST_PAGE = 100_000


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


def page_number() -> int:
    """Return the number of the page that the address asks for; the first where it is none."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


def numbered(
    list_some: Callable[[int, int], Sequence[T]], per_page: int = PER_PAGE
) -> tuple[Sequence[T], dict[str, str | None]]:
    """Return the page of a list that the address asks for, and the addresses beside it.

    `list_some` takes how many items and after how many; one item more tells of a rest.
    """
    page = page_number()
    found = list_some(per_page + 1, (page - 1) * per_page)
    return found[:per_page], turns(page, has_more=len(found) > per_page)


def turns(page: int, *, has_more: bool) -> dict[str, str | None]:
    """Return the addresses of the pages before and after this one, with all that it is asked."""
    rest = [(key, value) for key, value in request.args.items() if key != "page"]

    def turn(number: int) -> str:
        return f"{request.path}?{urlencode([*rest, ('page', number)])}"

    return {
        "previous_url": turn(page - 1) if page > 1 else None,
        "next_url": turn(page + 1) if has_more else None,
    }
