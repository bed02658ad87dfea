"""Decisions about proposals: words, completeness, eligibility, and what a version freezes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.challenges.rules.phases import has_closed, is_open, phase_of, refusal
from app.proposals.rules.consortium import entries_of
from challenges.canonical import canonical_json, digest
from challenges.lifecycle import (
    PROPOSAL_MOVES,
    By,
    IllegalMove,
    Phase,
    ProposalState,
    Step,
    allowed_moves,
    check_proposal_move,
)

CONTENT_FORMAT = 1
MAX_FILES = 5
SUMMARY_WORDS = 150
TEXTS = ("title", "summary", "trl", "partners", "partner_countries", "has_research_partner")
EDITABLE = frozenset({ProposalState.DRAFT, ProposalState.SUBMITTED})
SCREENABLE = frozenset({ProposalState.SUBMITTED, ProposalState.ELIGIBLE, ProposalState.INELIGIBLE})
CALLED_OFF = "called_off"  # what became of a proposal whose challenge ended without an answer
UNANSWERED = frozenset({ProposalState.SUBMITTED, ProposalState.ELIGIBLE})
JUDGED = frozenset({"shortlisted", "selected", "not_selected"})
# White space as JavaScript's \s knows it, so that the page and the server count alike.
_SPACE = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a proposal from being submitted: the field, the code of its words."""

    field: str
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Check:
    """One condition of eligibility, and whether a proposal meets it."""

    code: str
    is_met: bool


@dataclass(frozen=True)
class Applicant:
    """The organisation that proposes, as it was when it handed the proposal in."""

    id: int
    name: str
    kind: str
    country: str
    size_class: str | None


@dataclass(frozen=True)
class SubmittedProposal:
    """A proposal as all but its authors read it: what was handed in last, and its state now."""

    id: int
    challenge_id: int
    challenge: Any
    organisation_id: int
    organisation: Applicant
    state: str
    state_reason: str
    feedback: str
    submitted_at: datetime
    title: str
    summary: str
    trl: int | None
    partners: str
    partner_countries: Sequence[str]
    has_research_partner: bool
    video: str
    answers: Mapping[str, str]
    questions: Sequence[Mapping[str, str]]
    file_ids: tuple[int, ...]
    applicant: Mapping[str, Any] | None = None
    together: Sequence[Mapping[str, Any]] = ()
    consortium: Sequence[Any] = ()
    owner_link: str = ""
    owner_link_how: str = ""


def count_words(text: str | None) -> int:
    """Return how many words a text has, counted as the page counts them."""
    return len([word for word in _SPACE.split(text or "") if word])


def find_problems(proposal: Any, questions: Sequence[Any]) -> tuple[Problem, ...]:
    """Return everything that keeps a proposal from being submitted, in the order of the editor."""
    return (*_own_problems(proposal), *_answer_problems(proposal.answers, questions))


def _own_problems(proposal: Any) -> Iterator[Problem]:
    if not proposal.title:
        yield Problem("title", "proposal_title_missing", {})
    if not proposal.summary:
        yield Problem("summary", "proposal_summary_missing", {})
    elif (n := count_words(proposal.summary)) > SUMMARY_WORDS:
        yield Problem("summary", "too_many_words", {"count": n, "limit": SUMMARY_WORDS})
    if proposal.trl is None:
        yield Problem("trl", "trl_missing", {})


def _answer_problems(answers: Mapping[str, str], questions: Sequence[Any]) -> Iterator[Problem]:
    for question in questions:
        n = count_words(answers.get(question.key))
        if n == 0:
            yield Problem(f"answer-{question.key}", "answer_missing", {"question": question.label})
        elif n > question.max_words:
            params = {"count": n, "limit": question.max_words}
            yield Problem(f"answer-{question.key}", "too_many_words", params)


def check_eligibility(challenge: Any, organisation: Any, proposal: Any) -> tuple[Check, ...]:
    """Return the conditions of a challenge that can be checked by themselves."""
    kinds = set(challenge.who_may_apply)
    has_partners = bool(
        proposal.partners.strip() or proposal.has_research_partner or proposal.partner_countries
    )
    by_kind = not kinds or organisation.kind in kinds or ("consortium" in kinds and has_partners)
    checks = [Check("kind", by_kind)]
    if challenge.countries:
        involved = {organisation.country, *proposal.partner_countries}
        checks.append(Check("country", bool(involved & set(challenge.countries))))
    checks.append(Check("trl", proposal.trl is not None and proposal.trl >= challenge.trl_min))
    return tuple(checks)


def may_answer(challenge: Any, organisation: Any) -> bool:
    """Whether a challenge is open to an organisation, alone or as one of a consortium."""
    kinds, countries = set(challenge.who_may_apply), set(challenge.countries or ())
    by_kind = not kinds or organisation.kind in kinds or "consortium" in kinds
    return by_kind and (not countries or organisation.country in countries)


def content_of(proposal: Any, questions: Sequence[Any], files: Sequence[Any]) -> dict[str, Any]:
    """Return what a version freezes: the words, who proposes, and the files by their hashes."""
    together = entries_of(getattr(proposal, "consortium", ()))
    applicant = getattr(proposal, "applicant", None)
    return {
        "format": CONTENT_FORMAT,
        "proposal": proposal.id,
        "challenge": proposal.challenge_id,
        "organisation": {
            name: getattr(proposal.organisation, name) for name in Applicant.__annotations__
        },
        **{name: getattr(proposal, name) for name in TEXTS},
        "answers": {q.key: proposal.answers.get(q.key, "") for q in questions},
        # Only where there is one, so that a proposal without keeps its hash.
        **({"video": proposal.video} if proposal.video else {}),
        **({"consortium": together} if together else {}),
        **({"applicant": applicant} if applicant else {}),
        **_said_of_link(proposal),
        "questions": [{"key": question.key, "label": question.label} for question in questions],
        "files": sorted(
            (
                {"name": file.filename, "size": file.size, "sha256": file.sha256, "id": file.id}
                for file in files
            ),
            key=lambda entry: (str(entry["name"]), str(entry["sha256"]), int(entry["id"])),
        ),
    }


def _said_of_link(proposal: Any) -> dict[str, Any]:
    """Return what the applicant said of its link to the owner, if it was asked."""
    said = getattr(proposal, "owner_link", "")
    return {"owner_link": {"linked": said, "how": proposal.owner_link_how}} if said else {}


def content_text(content: Mapping[str, Any]) -> str:
    """Return the text whose SHA-256 stands on the receipt."""
    return canonical_json(content)


def content_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a version's content."""
    return digest(content)


def frozen_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a record takes from its last version."""
    said = {name: content[name] for name in (*TEXTS, "answers")}
    return said | {"applicant": content.get("applicant"), "video": content.get("video", "")}


def frozen_file_ids(content: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the ids of the files that a version froze."""
    return tuple(file["id"] for file in content["files"])


def as_submitted(
    proposal: Any,
    content: Mapping[str, Any],
    *,
    hides: bool = False,
    consortium: Sequence[Any] = (),
) -> SubmittedProposal:
    """Return a proposal as its last version, whose content this is, says it.

    Where it hides outcomes, one that was not told to the authors is left out. The records of its
    partners come along where somebody asks whether a reader is one of them.
    """
    names = ("id", "challenge_id", "challenge", "organisation_id", "submitted_at")
    is_left_out = hides and is_untold(proposal)
    return SubmittedProposal(
        **{name: getattr(proposal, name) for name in names},
        state=known_state(proposal).value if hides else proposal.state,
        state_reason="" if is_left_out else proposal.state_reason,
        feedback="" if is_left_out else proposal.feedback,
        **frozen_values(content),
        organisation=Applicant(**content["organisation"]),
        questions=content["questions"],
        file_ids=frozen_file_ids(content),
        together=content.get("consortium", ()),
        consortium=consortium,
        owner_link=content.get("owner_link", {}).get("linked", ""),
        owner_link_how=content.get("owner_link", {}).get("how", ""),
    )


def check_move(source: str, target: ProposalState, by: By, phase: Phase, reason: str = "") -> Step:
    """Return the step that the kernel allows, or raise its refusal as an expected failure."""
    try:
        return check_proposal_move(ProposalState(source), target, by, phase, reason)
    except IllegalMove as error:
        raise refusal(error) from error


def is_editable(proposal: Any, now: datetime) -> bool:
    """Whether a proposal may be written at an instant: its challenge is open, it not withdrawn."""
    return proposal.state in EDITABLE and is_open(proposal.challenge, now)


def may_withdraw(proposal: Any, now: datetime) -> bool:
    """Whether its authors may take a proposal back at an instant, as the kernel's moves say."""
    phase = phase_of(proposal.challenge, now)
    moves = allowed_moves(PROPOSAL_MOVES, known_state(proposal), By.PROPOSER, phase)
    return any(move.target == ProposalState.WITHDRAWN for move in moves)


def known_state(proposal: Any) -> ProposalState:
    """Return the state that the authors know of: without an outcome that they were not told."""
    return ProposalState.ELIGIBLE if is_untold(proposal) else ProposalState(proposal.state)


def is_untold(proposal: Any) -> bool:
    """Whether a proposal has an outcome that its authors were not told."""
    return proposal.state in JUDGED and proposal.outcome_told_at is None


def shown_state(proposal: Any) -> str:
    """Return the state that the authors see: outcomes only once they were told."""
    state = known_state(proposal)
    if state in UNANSWERED and proposal.challenge.phase == Phase.ARCHIVED:
        return CALLED_OFF
    return "in_jury" if state is ProposalState.ELIGIBLE else str(state)


def is_past_deadline(challenge: Any, now: datetime) -> bool:
    """Whether nothing can be submitted any more."""
    return has_closed(challenge, now)
