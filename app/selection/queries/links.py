"""Reads of who behind a proposal is linked to the group of its challenge's owner."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.identity.models import Membership, Organisation, Person
from app.selection.models import DismissedLink
from app.selection.rules.links import FoundLink, Member, links_of
from challenges.links import Party


def find_group_links(proposal: Any) -> tuple[FoundLink, ...]:
    """Return the links of those behind a proposal, as it was handed in, to the owner's group."""
    owner_id = proposal.challenge.owner_organisation_id
    partners = [one["organisation"] for one in proposal.together if one.get("organisation")]
    ids = [proposal.organisation_id, *partners]
    firms, emails = _organisations([owner_id, *ids]), _emails([owner_id, *ids])
    said = proposal.owner_link_how if proposal.owner_link == "yes" else ""
    members = [
        Member(
            organisation_id=key,
            name=firms[key].name,
            party=_party(firms[key], emails[key], said if key == ids[0] else ""),
            is_partner=key != ids[0],
        )
        for key in dict.fromkeys(ids)
        if key in firms and key != owner_id
    ]
    owner = _party(firms[owner_id], emails[owner_id])
    return links_of(members, owner, _dismissed(proposal.challenge, ids))


def _party(firm: Organisation, emails: Collection[str], declared: str = "") -> Party:
    return Party(firm.vat_number, firm.website, frozenset(emails), declared)


def _organisations(ids: Collection[int]) -> dict[int, Organisation]:
    query = select(Organisation).where(Organisation.id.in_(ids))
    return {one.id: one for one in db.session.scalars(query)}


def _emails(ids: Collection[int]) -> dict[int, set[str]]:
    query = (
        select(Membership.organisation_id, Person.email)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id.in_(ids))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for organisation_id, email in db.session.execute(query):
        found[organisation_id].add(email)
    return found


def _dismissed(challenge: Any, ids: Collection[int]) -> dict[tuple[int, str], DismissedLink]:
    query = (
        select(DismissedLink)
        .where(
            DismissedLink.event_id == challenge.event_id,
            DismissedLink.owner_organisation_id == challenge.owner_organisation_id,
            DismissedLink.organisation_id.in_(ids),
        )
        .options(joinedload(DismissedLink.dismissed_by))
    )
    return {(one.organisation_id, one.key): one for one in db.session.scalars(query)}
