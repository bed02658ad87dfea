"""Reads of what may tie jurors to proposers, and of what organisers said of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.events.models import TeamMember
from app.experts.queries import list_fit_profiles
from app.identity.models import Membership, Organisation, Person
from app.juries.models import ConflictOfInterest, ConflictSuggestion, Juror
from app.juries.rules.hints import Firm, JurorTies, ProposalTies, Records, SuggestionState
from app.juries.rules.judging import JUDGED_STATES, PENDING_STATES
from app.proposals.models import Proposal, ProposalPartner
from challenges.links import Party

# Whoever keeps tickets gives what people's own name as their organisation: its id, and a text.
Badge = tuple[int, int | None, str]
ReadBadges = Callable[[int], Iterable[Badge]]
_badges: list[ReadBadges] = []


def reads_badges(read: ReadBadges) -> ReadBadges:
    """Register what reads the tickets of an event, as person, organisation and its name."""
    _badges[:] = [read]
    return read


def _read_badges(event_id: int) -> tuple[defaultdict[int, set[int]], defaultdict[int, set[str]]]:
    """Return the organisations on people's tickets, and where there is no record their names."""
    ids: defaultdict[int, set[int]] = defaultdict(set)
    names: defaultdict[int, set[str]] = defaultdict(set)
    for read in _badges:
        for person_id, organisation_id, name in read(event_id):
            if organisation_id is not None:
                ids[person_id].add(organisation_id)
            elif key := search_key(name):
                names[person_id].add(key)
    return ids, names


def juror_ties(event_id: int) -> list[JurorTies]:
    """Return whom the jurors of an event are of, worked for, and run the event for."""
    query = select(Juror.id, Juror.person_id, Juror.organisation_id)
    jurors = db.session.execute(query.where(Juror.event_id == event_id)).all()
    people = [one.person_id for one in jurors]
    places = select(Membership.person_id, Membership.organisation_id)
    places = places.join(Juror, Juror.person_id == Membership.person_id)
    members = _grouped(db.session.execute(places.where(Juror.event_id == event_id)))
    team = select(TeamMember.person_id, TeamMember.organisation_id)
    team = team.where(TeamMember.event_id == event_id, TeamMember.organisation_id.is_not(None))
    teams = _grouped(db.session.execute(team))
    profiles = list_fit_profiles(people)
    badges, badge_names = _read_badges(event_id)
    found = []
    for one in jurors:
        own = {one.organisation_id} - {None} | members[one.person_id]
        past = profiles[one.person_id].employers if one.person_id in profiles else ()
        found.append(
            JurorTies(
                key=one.id,
                organisations=frozenset(own),
                past_ids=frozenset(each.organisation_id for each in past if each.organisation_id),
                past_names=frozenset(search_key(each.name) for each in past),
                teams=frozenset(teams[one.person_id]),
                badges=frozenset(badges[one.person_id]),
                badge_names=frozenset(badge_names[one.person_id]),
            )
        )
    return found


def _grouped(rows: Iterable[Any]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return found


def proposal_ties(challenge_ids: Collection[int]) -> list[ProposalTies]:
    """Return who makes the proposals that are or may come to be judged."""
    states = (*JUDGED_STATES, *PENDING_STATES)
    query = (
        select(
            Proposal.id,
            Proposal.organisation_id,
            Challenge.owner_organisation_id,
            Proposal.owner_link == "yes",
        )
        .join(Proposal.challenge)
        .where(Proposal.challenge_id.in_(challenge_ids), Proposal.state.in_(states))
        .order_by(Proposal.id)
    )
    partners = (
        select(ProposalPartner.proposal_id, ProposalPartner.organisation_id)
        .join(Proposal, Proposal.id == ProposalPartner.proposal_id)
        .where(Proposal.challenge_id.in_(challenge_ids), Proposal.state.in_(states))
        .where(ProposalPartner.organisation_id.is_not(None))
        .where(ProposalPartner.confirmed_at.is_not(None))
    )
    allies = _grouped(db.session.execute(partners))
    return [
        ProposalTies(key, frozenset({maker} | allies[key]), owner, declared)
        for key, maker, owner, declared in db.session.execute(query)
    ]


def records_of(jurors: Iterable[JurorTies], proposals: Iterable[ProposalTies]) -> Records:
    """Return the records of the organisations on both sides."""
    ids = {key for one in jurors for key in one.organisations | one.badges}
    ids |= {key for one in proposals for key in (*one.makers, one.owner_id)}
    members = select(Membership.organisation_id, Person.email).join(Membership.person)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    for key, email in db.session.execute(members.where(Membership.organisation_id.in_(ids))):
        emails[key].add(email)
    firms = select(Organisation).where(Organisation.id.in_(ids))
    return Records(
        {
            one.id: Firm(
                search_key(one.name),
                Party(one.vat_number, one.website, frozenset(emails[one.id])),
            )
            for one in db.session.scalars(firms)
        }
    )


def known_suggestions(event_id: int) -> set[tuple[int, int, str]]:
    """Return what was ever asked about the jurors of an event: juror, proposal and sign."""
    one = ConflictSuggestion
    query = select(one.juror_id, one.proposal_id, one.sign).join(one.juror)
    rows = db.session.execute(query.where(Juror.event_id == event_id))
    return {(juror, proposal, sign) for juror, proposal, sign in rows}


def open_pairs(event_id: int) -> frozenset[tuple[int, int]]:
    """Return the pairs of juror and proposal of which something still is asked."""
    query = select(ConflictSuggestion.juror_id, ConflictSuggestion.proposal_id)
    query = query.join(ConflictSuggestion.juror).where(
        Juror.event_id == event_id, ConflictSuggestion.state == SuggestionState.OPEN
    )
    return frozenset((juror, proposal) for juror, proposal in db.session.execute(query))


def list_suggestions(challenge: Challenge, closed: Collection[int]) -> Sequence[ConflictSuggestion]:
    """Return what is or was asked about a challenge's jurors, what is open first."""
    query = _of(challenge, closed).order_by(
        ConflictSuggestion.state != SuggestionState.OPEN,
        Person.family_name,
        Person.given_name,
        Proposal.title,
        ConflictSuggestion.id,
    )
    return db.session.scalars(query).all()


def get_suggestion(
    challenge: Challenge, closed: Collection[int], suggestion_id: int
) -> ConflictSuggestion:
    """Return one of them; one about a closed proposal does not exist."""
    query = _of(challenge, closed).where(ConflictSuggestion.id == suggestion_id)
    found: ConflictSuggestion | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _of(challenge: Challenge, closed: Collection[int]) -> Select[Any]:
    one = ConflictSuggestion
    in_register = exists().where(
        ConflictOfInterest.juror_id == one.juror_id,
        ConflictOfInterest.proposal_id == one.proposal_id,
    )
    return (
        select(one)
        .join(one.proposal)
        .join(one.juror)
        .join(Juror.person)
        .where(Proposal.challenge_id == challenge.id, Proposal.id.not_in(closed))
        .where((one.state != SuggestionState.OPEN) | ~in_register)
        .options(
            contains_eager(one.proposal).joinedload(Proposal.organisation),
            contains_eager(one.juror).contains_eager(Juror.person),
            joinedload(one.answered_by),
        )
    )
