"""Letters as they stand: for a whole challenge at once, and one as its authors read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.events.models import Event
from app.feedback.models import FeedbackLetter, FeedbackReason, FeedbackSetting
from app.feedback.rules.leaks import Leak, LeakKind, Secret, find_leaks, still_open
from app.feedback.rules.levels import LevelLine, level_lines
from app.feedback.rules.replying import REPLY_DAYS
from app.identity.models import Organisation, Person
from app.juries.models import Assignment, Decision, Juror, Scorecard
from app.juries.queries.agreed import agreed_levels
from app.juries.queries.results import NOTHING, Results, load_results
from app.juries.queries.rounds import list_rounds
from app.proposals.models import Proposal, ProposalPartner


@dataclass(frozen=True)
class Draft:
    """A letter before it goes out: what it will say, and what still leaks from it."""

    proposal_id: int
    title: str
    organisation: str
    decision: Decision | None
    letter: FeedbackLetter | None
    lines: tuple[LevelLine, ...]
    leaks: tuple[Leak, ...] = ()

    @property
    def is_worded(self) -> bool:
        """Whether an organiser has looked at it."""
        return self.letter is not None

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps it from going out."""
        return self.decision is not None and not self.leaks


@dataclass(frozen=True)
class _Names:
    """Who must not be named in letters of a challenge, and who may in which."""

    jurors: tuple[Secret, ...]
    applicants: Mapping[int, frozenset[str]]
    percents: Mapping[int, set[str]]

    def secrets_for(self, proposal_id: int) -> list[Secret]:
        """Return what a letter must not hold: everybody else's names and scores."""
        own = self.applicants.get(proposal_id, frozenset())
        others = {
            name
            for key, names in self.applicants.items()
            if key != proposal_id
            for name in names - own
        }
        mine = self.percents.get(proposal_id, set())
        scores = set().union(*self.percents.values()) - mine
        return [
            *self.jurors,
            *(Secret(LeakKind.APPLICANT, name) for name in sorted(others)),
            *(Secret(LeakKind.SCORE, f"{text} %") for text in sorted(scores)),
        ]


def list_drafts(challenge: Challenge) -> list[Draft]:
    """Return the letters of a challenge by rank; as many statements however many there are.

    A letter speaks of the last round that its proposal was judged in. They hold what is judged of
    all, so none is for somebody who is tied to one: callers have asked.
    """
    passes = _passes(challenge)
    letters, agreed = _letters(challenge), agreed_levels(challenge)
    names = _names(challenge, passes)
    drafts: dict[int, Draft] = {}
    for results in passes:
        cards = _cards(results)
        for row in results.rows:
            key = row.proposal_id
            if key in drafts:
                continue
            given = cards.get(encode_id(key), [])
            letter = letters.get(key)
            drafts[key] = Draft(
                key,
                row.title,
                row.organisation,
                row.decision,
                letter,
                level_lines(results.record.criteria, given, agreed.get(key, {})),
                _leaks(row.decision, letter, names, key),
            )
    return list(drafts.values())


def _passes(challenge: Challenge) -> list[Results]:
    """Return the results of each round that judged anything, the last first."""
    rounds = list_rounds(challenge)
    if not rounds:
        return [load_results(challenge, NOTHING)]
    return [load_results(challenge, NOTHING, one) for one in reversed(rounds)]


def _cards(results: Results) -> dict[str, list[Mapping[str, int]]]:
    cards: dict[str, list[Mapping[str, int]]] = {}
    for card in results.record.scorecards:
        if not card.recused:
            cards.setdefault(card.proposal, []).append(card.scores)
    return cards


def get_draft(challenge: Challenge, proposal_id: int) -> tuple[Draft, list[Draft]]:
    """Return one letter of a challenge, and all of them; NotFound for another challenge's."""
    drafts = list_drafts(challenge)
    for draft in drafts:
        if draft.proposal_id == proposal_id:
            return draft, drafts
    raise NotFound


def _leaks(
    decision: Decision | None, letter: FeedbackLetter | None, names: _Names, proposal_id: int
) -> tuple[Leak, ...]:
    if decision is None or decision.told_at is not None:
        return ()
    parts = {"reason": decision.reason, "feedback": decision.feedback}
    own = names.applicants.get(proposal_id, frozenset())
    found = find_leaks(parts, names.secrets_for(proposal_id), own)
    return still_open(found, letter.accepted if letter else ())


def _letters(challenge: Challenge) -> dict[int, FeedbackLetter]:
    query = select(FeedbackLetter).join(FeedbackLetter.proposal)
    found = db.session.scalars(query.where(Proposal.challenge_id == challenge.id))
    return {letter.proposal_id: letter for letter in found}


def _names(challenge: Challenge, passes: Sequence[Results]) -> _Names:
    jurors = select(Person.given_name, Person.family_name).join(Juror, Juror.person_id == Person.id)
    names: set[str] = set()
    for given, family in db.session.execute(jurors.where(Juror.event_id == challenge.event_id)):
        names |= {family, f"{given} {family}".strip()}
    percents: dict[int, set[str]] = {}
    for row in (row for results in passes for row in results.rows):
        if row.percent is not None:
            percents.setdefault(row.proposal_id, set()).add(str(row.percent))
    return _Names(
        tuple(Secret(LeakKind.JUROR, name) for name in sorted(names)),
        _applicants(challenge),
        percents,
    )


def _applicants(challenge: Challenge) -> dict[int, frozenset[str]]:
    """Return who is behind each proposal: the organisation, its partners, whoever wrote it."""
    query = (
        select(Proposal.id, Organisation.name, Person.given_name, Person.family_name)
        .join(Proposal.organisation)
        .join(Proposal.created_by)
        .where(Proposal.challenge_id == challenge.id, Proposal.submitted_at.is_not(None))
    )
    found: dict[int, set[str]] = {}
    for key, organisation, given, family in db.session.execute(query):
        found.setdefault(key, set()).update({organisation, f"{given} {family}".strip()})
    partners = (
        select(ProposalPartner.proposal_id, Organisation.name)
        .join(Organisation, Organisation.id == ProposalPartner.organisation_id)
        .join(Proposal, Proposal.id == ProposalPartner.proposal_id)
        .where(Proposal.challenge_id == challenge.id)
    )
    for key, organisation in db.session.execute(partners):
        found.setdefault(key, set()).add(organisation)
    return {key: frozenset(names) for key, names in found.items()}


def list_comments(proposal_id: int) -> list[str]:
    """Return what the jurors of all rounds wrote to the authors, without who wrote it."""
    query = (
        select(Scorecard.comment_to_proposer)
        .join(Scorecard.assignment)
        .where(Assignment.proposal_id == proposal_id, Assignment.recused_at.is_(None))
        .where(Scorecard.submitted_at.is_not(None))
    )
    return sorted({words.strip() for words in db.session.scalars(query)} - {""})


def find_letter(proposal_id: int) -> FeedbackLetter | None:
    """Return the letter about a proposal, if there is one."""
    return db.session.scalar(
        select(FeedbackLetter).where(FeedbackLetter.proposal_id == proposal_id)
    )


def get_told_letter(proposal: Proposal) -> FeedbackLetter:
    """Return the letter that the authors of a proposal were told; NotFound before that."""
    letter = find_letter(proposal.id)
    if letter is None or letter.told_at is None:
        raise NotFound
    return letter


def list_reasons(event: Event) -> Sequence[FeedbackReason]:
    """Return an event's own reasons in their order; none while it keeps to the usual ones."""
    query = select(FeedbackReason).where(
        FeedbackReason.event_id == event.id, FeedbackReason.removed_at.is_(None)
    )
    return db.session.scalars(query.order_by(FeedbackReason.place, FeedbackReason.id)).all()


def reasons_by_key(event_id: int, keys: Iterable[str]) -> dict[str, str]:
    """Return the words of an event's own reasons, of those once given, too."""
    wanted = set(keys)
    if not wanted:
        return {}
    query = select(FeedbackReason).where(FeedbackReason.event_id == event_id)
    found = {encode_id(one.id): one.text for one in db.session.scalars(query)}
    return {key: text for key, text in found.items() if key in wanted}


def reply_days_of(event_id: int) -> int:
    """Return how many days the applicants of an event have to reply to an outcome."""
    setting = db.session.get(FeedbackSetting, event_id)
    return setting.reply_days if setting else REPLY_DAYS
