"""The parts of an organisation's page, as tabs."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.identity import queries
from app.identity.rules import OrganisationKind
from app.web.guards import actor

# Endpoint, label, and what it takes to see the part.
TABS = (
    ("identity.organisation", lazy_gettext("Profile"), Permission.ORGANISATION_VIEW),
    ("identity.sector", lazy_gettext("Sector and region"), Permission.ORGANISATION_EDIT),
    ("identity.size", lazy_gettext("Size"), Permission.ORGANISATION_EDIT),
    ("identity.cluster_profile", lazy_gettext("Cluster"), Permission.ORGANISATION_EDIT),
    ("identity.offers", lazy_gettext("Offers and needs"), Permission.ORGANISATION_EDIT),
    ("identity.listing", lazy_gettext("Logo and directory"), Permission.ORGANISATION_EDIT),
    ("identity.people", lazy_gettext("People"), Permission.MEMBERSHIP_VIEW),
    ("identity.clusters_of", lazy_gettext("Clusters"), Permission.MEMBERSHIP_VIEW),
    ("identity.cluster_members", lazy_gettext("Members"), Permission.MEMBERSHIP_VIEW),
)
OF_CLUSTERS = frozenset({"identity.cluster_profile", "identity.cluster_members"})
NOT_OF_CLUSTERS = frozenset({"identity.size"})


def owned_part(organisation_id: int) -> Any:
    """Return an organisation that the reader may change."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_EDIT, found)
    return found


def parts_of(found: Any, current: str) -> dict[str, Any]:
    """Return an organisation with its tabs, as every page of it needs them."""
    hidden = NOT_OF_CLUSTERS if found.kind == OrganisationKind.CLUSTER else OF_CLUSTERS
    tabs = [
        {
            "label": label,
            "url": url_for(endpoint, organisation_id=found.id),
            "is_current": endpoint == current,
        }
        for endpoint, label, permission in TABS
        if endpoint not in hidden and can(actor(), permission, found)
    ]
    return {"organisation": found, "tabs": tabs, "tabs_label": _("Parts of the organisation")}
