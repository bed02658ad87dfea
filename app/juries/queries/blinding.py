"""Who is behind proposals, and the copies that jurors of blind rounds read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import case, literal, or_, select

from app.core.db import db
from app.identity.models import Membership, Organisation, Person
from app.juries.models import Assignment, JudgingRound, Redaction
from app.juries.rules.blinding import Behind, BlindCopy, Passage, blind_copy
from app.juries.rules.rounds import Blindness, is_blind
from app.proposals.models import Proposal, ProposalPartner
from challenges.domains import mail_domain, site_domain

SAID = ("pitch", "about", "team", "track_record", "ip_note")


def in_pile_order() -> tuple[Any, ...]:
    """Return the order of a juror's proposals: by title, in a blind round by what tells nothing.

    The query has to hold the rounds of the assignments.
    """
    return (case((JudgingRound.blindness == "open", Proposal.title), else_=""), Assignment.id)


def prepare(assignments: Iterable[Assignment]) -> None:
    """Give the assignments of blind rounds the copy that their jurors read."""
    blind = [one for one in assignments if is_blind(one.round.blindness)]
    copies = blind_copies({one.proposal_id: one.proposal for one in blind})
    for one in blind:
        one.hide(copies[one.proposal_id])


def blind_copies(proposals: Mapping[int, Any]) -> dict[int, BlindCopy]:
    """Return some proposals as jurors of a blind round read them: the one way to read them so."""
    behind, passages = who_is_behind(proposals), passages_of(proposals)
    return {key: blind_copy(one, behind[key], passages[key]) for key, one in proposals.items()}


def passages_of(proposal_ids: Collection[int]) -> dict[int, list[Passage]]:
    """Return what organisers marked in some proposals."""
    found: dict[int, list[Passage]] = defaultdict(list)
    if proposal_ids:
        query = select(Redaction.proposal_id, Redaction.part, Redaction.passage)
        query = query.where(Redaction.proposal_id.in_(proposal_ids))
        for key, part, words in db.session.execute(query):
            found[key].append(Passage(part, words))
    return found


def judged_blind(challenge_ids: Collection[int]) -> set[int]:
    """Return which of some challenges have a blind round."""
    query = select(JudgingRound.challenge_id).distinct()
    query = query.where(JudgingRound.blindness != Blindness.OPEN)
    return set(db.session.scalars(query.where(JudgingRound.challenge_id.in_(challenge_ids))))


def who_is_behind(proposal_ids: Collection[int]) -> dict[int, Behind]:
    """Return who is behind some proposals, in three statements whatever their number."""
    if not proposal_ids:
        return {}
    firms, partners = _firms(proposal_ids)
    authors, about = _authors(proposal_ids)
    organisations = _organisations({one for ids in firms.values() for one in ids})
    people = _people({one for ids in firms.values() for one in ids}, authors)
    found = {}
    for proposal_id in proposal_ids:
        own = [organisations[one] for one in firms[proposal_id] if one in organisations]
        near = [one for firm in firms[proposal_id] for one in people[firm]]
        near += people[-proposal_id]
        found[proposal_id] = Behind(
            organisations=tuple(
                dict.fromkeys(
                    name
                    for one in own
                    for name in (one.name, one.latin_name, one.legal_name)
                    if name
                )
            )
            + tuple(partners[proposal_id]),
            people=tuple(dict.fromkeys((one.given_name, one.family_name) for one in near)),
            others=tuple(_domains(own, near)),
            about=about[proposal_id],
        )
    return found


def _domains(firms: Iterable[Any], people: Iterable[Any]) -> set[str]:
    found = {site_domain(one.website) for one in firms} | {one.vat_number for one in firms}
    return {one for one in found | {mail_domain(one.email) for one in people} if one}


def _firms(proposal_ids: Collection[int]) -> tuple[dict[int, list[int]], dict[int, list[str]]]:
    """Return the organisations behind some proposals, and the partners' names as typed."""
    own = select(Proposal.id, Proposal.organisation_id, literal(""))
    partners = select(
        ProposalPartner.proposal_id, ProposalPartner.organisation_id, ProposalPartner.name
    ).where(ProposalPartner.proposal_id.in_(proposal_ids))
    both = own.where(Proposal.id.in_(proposal_ids)).union_all(partners)
    found: dict[int, list[int]] = defaultdict(list)
    typed: dict[int, list[str]] = defaultdict(list)
    for proposal_id, organisation_id, name in db.session.execute(both):
        if organisation_id is not None:
            found[proposal_id].append(organisation_id)
        if name:
            typed[proposal_id].append(name)
    return found, typed


def _authors(proposal_ids: Collection[int]) -> tuple[dict[int, int], dict[int, str]]:
    """Return who wrote some proposals, and what their applicant files say."""
    query = select(Proposal.id, Proposal.created_by_id, Proposal.applicant)
    rows = db.session.execute(query.where(Proposal.id.in_(proposal_ids))).all()
    said = {key: [(applicant or {}).get(name) or "" for name in SAID] for key, _, applicant in rows}
    return {key: author for key, author, _ in rows}, {k: "\n".join(v) for k, v in said.items()}


def _organisations(ids: Collection[int]) -> dict[int, Organisation]:
    query = select(Organisation).where(Organisation.id.in_(ids))
    return {one.id: one for one in db.session.scalars(query)}


def _people(firms: Collection[int], authors: dict[int, int]) -> dict[int, list[Person]]:
    """Return people by organisation, and whoever wrote a proposal by its id with a minus."""
    query = (
        select(Person, Membership.organisation_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(or_(Membership.organisation_id.in_(firms), Person.id.in_(authors.values())))
    )
    found: dict[int, list[Person]] = defaultdict(list)
    by_author: dict[int, Person] = {}
    for person, organisation_id in db.session.execute(query):
        if organisation_id is not None:
            found[organisation_id].append(person)
        by_author[person.id] = person
    for proposal_id, author_id in authors.items():
        found[-proposal_id] = [by_author[author_id]]
    return found
