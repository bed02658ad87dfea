"""What the pages of events share: the blueprint, navigation, tabs, the switcher."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.local import LocalProxy

from app.core import clock
from app.core.authz import Actor, authorize, can
from app.core.permissions import Permission
from app.events import queries
from app.events.messages import ROLES, SESSION_KINDS, STAGES
from app.events.policies import is_on_team
from app.events.rules import Stage, stage_of
from app.web.guards import actor, actor_or_none
from app.web.panels import NavItem, calls_of, navigation
from app.web.tabs import Place, Tab

blueprint = Blueprint("events", __name__)
EVENT = Place(
    lazy_gettext("Parts of the event"),
    [
        Tab(lazy_gettext("Overview"), "events.manage_event", Permission.EVENT_VIEW),
        Tab(lazy_gettext("Details"), "events.edit_event", Permission.EVENT_EDIT),
        Tab(
            lazy_gettext("Programme"),
            "events.programme",
            Permission.EVENT_SCHEDULE,
            ("events.new_session", "events.edit_session"),
        ),
        Tab(
            lazy_gettext("Team and partners"),
            "events.team",
            Permission.EVENT_STAFF,
            ("events.change_team_member", "events.new_partner"),
        ),
    ],
)


@blueprint.app_context_processor
def switcher() -> dict[str, Any]:
    """Offer the other events of the team; read only by a page that shows them."""
    who = actor_or_none()
    if who is None or not who.is_signed_in:
        return {}
    return {"event_choices": LocalProxy(_choices)}


def _choices() -> list[dict[str, Any]]:
    if "event_choices" not in g:
        urls = [
            (event.name, url_for("events.manage_event", slug=event.slug))
            for event in queries.list_events_of(actor())
        ]
        g.event_choices = [
            {"label": name, "url": url, "is_current": f"{request.path}/".startswith(f"{url}/")}
            for name, url in urls
        ]
    return list(g.event_choices)


@navigation
def side(who: Actor, event: Any) -> list[NavItem]:
    """Return Overview within an event of the team, Home and Events elsewhere."""
    if not who.is_signed_in:
        return []
    if event is not None and is_on_team(who, event):
        url = url_for("events.manage_event", slug=event.slug)
        return [NavItem(label=_("Overview"), url=url, icon="flag", order=10)]
    return [
        NavItem(label=_("Home"), url=url_for("events.home"), icon="home", order=10),
        NavItem(label=_("Events"), url=url_for("events.list_events"), icon="calendar", order=15),
    ]


def get_editable_event(slug: str, permission: Permission = Permission.EVENT_EDIT) -> Any:
    """Return an event of the actor's team that the actor may change; 404 or 403 otherwise."""
    event = queries.get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


def stages_of(events: Sequence[Any]) -> dict[int, Stage]:
    """Return where each event stands, by its id."""
    now, calls = clock.now(), calls_of(events)
    return {event.id: _stage(event, now, calls[event.id]) for event in events}


def _stage(event: Any, now: datetime, calls: set[str]) -> Stage:
    return stage_of(event, now, calls_open="open" in calls, calls_closed="closed" in calls)


def may_create(organisations: list[Any]) -> bool:
    """Whether the actor may plan an event for one of these organisations."""
    return any(can(actor(), Permission.EVENT_CREATE, one) for one in organisations)


def role_label(role: str) -> str:
    """Return the name of a role."""
    return str(ROLES[role])


def session_kind_label(kind: str) -> str:
    """Return who may come to a session."""
    return str(SESSION_KINDS[kind])


def stage_label(stage: Stage) -> str:
    """Return the name of a stage."""
    return str(STAGES[stage])


blueprint.add_app_template_filter(role_label, "team_role")
blueprint.add_app_template_filter(session_kind_label, "session_kind")
blueprint.add_app_template_filter(stage_label, "event_stage")
