"""What every template may use, and nothing undefined passes unseen."""

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from app.core import clock, markdown
from app.core.authz import ANONYMOUS, can
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.web import assets, guards, headers, panels, tabs
from app.web.converters import IdConverter


class SharedGlobals(Environment):
    """Templates that have no globals of their own, and so look up the environment's at once."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Add the globals, filters and the id converter."""
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(
        account_tabs=tabs.ACCOUNT.tabs,
        operator_tabs=tabs.OPERATOR.tabs,
        asset=assets.asset,
        csp_nonce=headers.csp_nonce,
        can=_can,
        now=clock.now,
        panels_of=panels.panels_of,
        figures_of=panels.figures_of,
        this_url=_this_url,
    )
    app.jinja_env.filters.update(
        ref=encode_id, markdown=_markdown, options=_options, suggestions=_suggestions
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    actor = guards.actor_or_none() or ANONYMOUS
    return {"actor": actor, "navigation_for": _navigation_for}


def _can(permission: str, thing: Any = None) -> bool:
    """Ask the same policy as the service will."""
    return can(guards.actor_or_none() or ANONYMOUS, Permission(permission), thing)


def _navigation_for(event: Any = None, belongs_to: str | None = None) -> list[panels.NavItem]:
    """Return the side navigation with the current entry marked: the longest matching address.

    A page whose address says otherwise names the place where it belongs.
    """
    path = belongs_to or request.path
    items = panels.navigation_of(guards.actor_or_none() or ANONYMOUS, event)
    matching = [item for item in items if path.startswith((item.url, *item.covers))]
    current = max(matching, key=lambda item: len(item.url), default=None)
    return [panels.mark_current(item, item is current) for item in items]


def _markdown(text: str | None, level: int = 3) -> Markup:
    return Markup(markdown.to_html(text or "", level))  # noqa: S704 - sanitised by nh3 inside


def _options(options: Sequence[Sequence[Any]], value: Any = None) -> Markup:
    """Write the options of a select; a tuple of them, the same for everybody, only once."""
    written = _written(options) if isinstance(options, tuple) else _write(options)
    start = f'<option value="{escape(value)}"'
    return Markup(written.replace(f"{start}>", f"{start} selected>", 1))  # noqa: S704 - escaped


@lru_cache(maxsize=8)  # the classes of a classification, the same for everybody
def _suggestions(values: tuple[str, ...]) -> Markup:
    """Write the options of a datalist."""
    return Markup("").join(Markup('<option value="{}"></option>').format(one) for one in values)


def _write(options: Sequence[Sequence[Any]]) -> str:
    rows = (f'<option value="{escape(one[0])}">{escape(one[1])}</option>' for one in options)
    return "\n".join(rows)


_written = lru_cache(maxsize=32)(_write)  # countries in a few languages, time zones


def _this_url(**changes: Any) -> str:
    """Return the address of this page with some arguments changed."""
    return url_for(request.endpoint or "", **(request.view_args or {}), **changes)
