"""What these pages share: the blueprint, their tabs, the navigation."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.authz import Actor, authorize, can
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.identity.queries import get_organisation
from app.support.queries.participants import own_cluster_id
from app.web.guards import actor
from app.web.panels import NavItem, navigation
from app.web.tabs import Place, Tab

blueprint = Blueprint("support", __name__)
CARE = Permission.SUPPORT_MANAGE
OURS = Place(
    lazy_gettext("Parts of our participants"),
    [
        Tab(lazy_gettext("Invitations"), "support.participants", CARE),
        Tab(lazy_gettext("Mails"), "support.mailings", CARE, ("support.send_mailing",)),
        Tab(lazy_gettext("Report"), "support.own_report", CARE),
        Tab(lazy_gettext("Whole event"), "support.show_event_figures", Permission.REPORT_VIEW),
    ],
)


def supported(slug: str) -> Any:
    """Return an event for whose participants the actor's cluster cares."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.SUPPORT_MANAGE, event)
    return event


def own_cluster(event: Any) -> Any:
    """Return the cluster in whose name the actor acts."""
    return get_organisation(own_cluster_id(actor(), event))


@navigation
def entries(who: Actor, event: Any) -> Iterator[NavItem]:
    """Lead organisers to their own participants, and those who only read to figures."""
    if event is not None and can(who, CARE, event):
        covers = (
            url_for("support.mailings", slug=event.slug),
            url_for("support.own_report", slug=event.slug),
            url_for("support.show_event_figures", slug=event.slug),
        )
        url = url_for("support.participants", slug=event.slug)
        label = _("Our participants")
        yield NavItem(label=label, short=_("Ours"), url=url, icon="people", order=55, covers=covers)
    elif event is not None and can(who, Permission.REPORT_VIEW, event):
        url = url_for("support.show_event_figures", slug=event.slug)
        yield NavItem(label=_("Figures"), url=url, icon="report", order=71)
    elif event is None and who.observed_ids:
        yield NavItem(
            label=_("Figures"), url=url_for("support.list_figures"), icon="report", order=30
        )
