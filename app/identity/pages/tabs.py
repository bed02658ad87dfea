"""The parts of an organisation's page, as tabs."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries
from app.identity.rules import OrganisationKind
from app.web.guards import actor
from app.web.tabs import ORGANISATION, Tab


def _is_cluster(found: Any) -> bool:
    return bool(found.kind == OrganisationKind.CLUSTER)


def _is_no_cluster(found: Any) -> bool:
    return not _is_cluster(found)


EDIT, PEOPLE = Permission.ORGANISATION_EDIT, Permission.MEMBERSHIP_VIEW
for _tab in (
    Tab(_("Profile"), "identity.organisation", Permission.ORGANISATION_VIEW),
    Tab(_("Sector and region"), "identity.sector", EDIT),
    Tab(_("Size"), "identity.size", EDIT, fits=_is_no_cluster),
    Tab(_("Cluster"), "identity.cluster_profile", EDIT, fits=_is_cluster),
    Tab(_("Offers and needs"), "identity.offers", EDIT, ("identity.offer",)),
    Tab(_("Logo and directory"), "identity.listing", EDIT, ("identity.set_logo",)),
    Tab(_("People"), "identity.people", PEOPLE, ("identity.members", "identity.member_role")),
    Tab(_("Clusters"), "identity.clusters_of", PEOPLE),
    Tab(
        _("Members"),
        "identity.cluster_members",
        PEOPLE,
        ("identity.invite_organisation",),
        fits=_is_cluster,
    ),
):
    ORGANISATION.add(_tab)


def owned_part(organisation_id: int) -> Any:
    """Return an organisation that the reader may change."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_EDIT, found)
    return found


def parts_of(found: Any, here: str | None = None) -> dict[str, Any]:
    """Return an organisation with its tabs, as every page of it needs them."""
    tabs = ORGANISATION.tabs(found, here, organisation_id=found.id)
    return {"organisation": found, "tabs": tabs}
