"""Organisations of the directory for tests."""

from typing import Any

from app.core import clock
from app.core.text import search_key
from app.core.uow import unit_of_work
from app.identity.models import (
    ClusterMembership,
    ClusterProfile,
    OfferNeed,
    Organisation,
    OrganisationKind,
    OrganisationLabel,
)
from app.identity.rules.crossed import CrossedState, Side
from app.identity.rules.profiles import LabelKind, OfferKind
from app.identity.services.folding import fold
from tests.factories import saved
from tests.factories.identity import make_organisation


def make_listed(**values: Any) -> Organisation:
    """Make an organisation that is in the directory."""
    name = values.get("name")
    keys = {"search_key": search_key(name, values.get("latin_name"))} if name else {}
    made = make_organisation(**({"listed_at": clock.now()} | keys | values))
    fold_again(made)
    return made


def fold_again(organisation: Organisation) -> None:
    """Write anew what an organisation is found by."""
    with unit_of_work():
        fold(organisation.id)


def make_cluster(**values: Any) -> Organisation:
    """Make a cluster that is in the directory, with a profile."""
    profile = values.pop("profile", {"members": 40, "smes": 30, "services": ["training"]})
    cluster = make_listed(**({"kind": OrganisationKind.CLUSTER} | values))
    saved(lambda: ClusterProfile(organisation_id=cluster.id, **profile))
    return cluster


def add_label(organisation: Organisation, kind: LabelKind, code: str, place: int = 0) -> None:
    """Give an organisation a label."""
    values = {"kind": kind, "code": search_key(code) if kind == LabelKind.KEYWORD else code}
    text = code if kind == LabelKind.KEYWORD else ""
    saved(
        lambda: OrganisationLabel(organisation_id=organisation.id, place=place, text=text, **values)
    )
    fold_again(organisation)


def add_offer(organisation: Organisation, text: str, kind: OfferKind = OfferKind.OFFER) -> None:
    """Give an organisation an offer, or a need."""
    saved(
        lambda: OfferNeed(
            organisation_id=organisation.id, kind=kind, text=text, search_key=search_key(text)
        )
    )
    fold_again(organisation)


def join_cluster(
    cluster: Organisation,
    organisation: Organisation,
    state: CrossedState = CrossedState.ACCEPTED,
) -> None:
    """Make an organisation a member of a cluster."""
    saved(
        lambda: ClusterMembership(
            cluster_id=cluster.id,
            organisation_id=organisation.id,
            state=state,
            asked_by=Side.ORGANISATION,
            since=clock.now(),
        )
    )
