"""What the pages of oversight share: the blueprint, the operator's tabs, the way to them."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.web.panels import NavItem, navigation, panel
from app.web.tabs import OPERATOR, operator_tab

blueprint = Blueprint("oversight", __name__)

operator_tab(10, lazy_gettext("Health"), "oversight.admin", Permission.INSTALLATION_EDIT)
operator_tab(
    20,
    lazy_gettext("People"),
    "oversight.admin_people",
    Permission.PERSON_ADMINISTER,
    "oversight.admin_person",
)
operator_tab(
    30,
    lazy_gettext("Organisations"),
    "oversight.admin_organisations",
    Permission.ORGANISATION_ADMINISTER,
    "oversight.admin_organisation",
)
operator_tab(50, lazy_gettext("Clusters"), "oversight.clusters", Permission.CLUSTER_VIEW)
operator_tab(60, lazy_gettext("Settings"), "oversight.admin_settings", Permission.INSTALLATION_EDIT)
operator_tab(70, lazy_gettext("Break-glass"), "oversight.break_glass", Permission.GLASS_BREAK)
operator_tab(80, lazy_gettext("Log"), "oversight.admin_log", Permission.LOG_VIEW)


@navigation
def entries(who: Actor, event: object) -> Iterator[NavItem]:
    """Lead operators to the installation."""
    if event is None and can(who, Permission.INSTALLATION_EDIT):
        url = url_for("oversight.admin")
        covers = tuple(str(one["url"]) for one in OPERATOR.tabs().parts)
        yield NavItem(label=_("Installation"), url=url, icon="settings", order=92, covers=covers)


@panel("home.below", 20, "oversight/_panel_home.html")
def installation_at_home(who: Actor) -> dict[str, Any] | None:
    """Lead operators to the installation."""
    return {} if can(who, Permission.INSTALLATION_EDIT) else None
