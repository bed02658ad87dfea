"""Letters to applicants: arranged per event, worded one by one, frozen when all are told."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from functools import partial

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.house_lists import check_texts, keep_texts, tidy_texts
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import lock_event
from app.feedback.facts import FeedbackArranged, LeaksAccepted, LetterSaved
from app.feedback.models import FeedbackLetter, FeedbackReason, FeedbackSetting
from app.feedback.queries.letters import (
    Draft,
    find_letter,
    get_draft,
    list_drafts,
    list_reasons,
)
from app.feedback.rules.replying import LONGEST_REASON, MOST_REASONS
from app.feedback.rules.wording import USUAL, Wording
from app.feedback.services.certificates import issue_certificates
from app.juries.services.deciding import Telling, goes_with_telling, word_feedback
from app.proposals.models import Proposal
from app.proposals.queries import get_proposal, refuse_tied


def arrange_feedback(
    actor: Actor, event: Event, *, reply_days: int, reasons: Iterable[str]
) -> FeedbackSetting:
    """Set the days to reply and an event's own reasons; without one the usual ones are offered."""
    authorize(actor, Permission.JURY_MANAGE, event)
    lock_event(event)
    wanted = tidy_texts(reasons)
    check_texts(wanted, name="reason", most=MOST_REASONS, longest=LONGEST_REASON)
    setting = db.session.merge(FeedbackSetting(event_id=event.id, reply_days=reply_days))
    keep_texts(list_reasons(event), wanted, partial(FeedbackReason, event_id=event.id))
    record(
        FeedbackArranged(
            actor_id=actor.person_id,
            event_id=event.id,
            reply_days=reply_days,
            reasons=len(wanted),
        )
    )
    return setting


def save_letter(actor: Actor, proposal_id: int, wording: Wording, *, version: int) -> Draft:
    """Word the letter about a proposal that was decided and not told; say what leaks from it."""
    proposal = get_proposal(proposal_id)
    authorize(actor, Permission.FEEDBACK_EDIT, proposal)
    refuse_tied(actor, [proposal.challenge_id])
    word_feedback(actor, proposal_id, wording.feedback, version=version)
    letter = find_letter(proposal_id) or FeedbackLetter(proposal_id=proposal_id, accepted=[])
    _refuse_unknown(wording.reasons, proposal.challenge.event, letter)
    letter.reasons = list(wording.reasons)
    letter.saved_by_id, letter.saved_at = actor.person_id, clock.now()
    db.session.add(letter)
    db.session.flush()
    _note(actor, LetterSaved, proposal)
    draft, _all = get_draft(proposal.challenge, proposal_id)
    if draft.leaks and wording.accept_reason.strip():
        _accept(actor, proposal, letter, draft, wording.accept_reason.strip())
        draft, _all = get_draft(proposal.challenge, proposal_id)
    return draft


def _refuse_unknown(keys: Collection[str], event: Event, letter: FeedbackLetter) -> None:
    own = {encode_id(one.id) for one in list_reasons(event)}
    if set(keys) - (own or set(USUAL)) - set(letter.reasons or ()):
        raise Invalid("reason_unknown", field="reasons")


def _accept(
    actor: Actor, proposal: Proposal, letter: FeedbackLetter, draft: Draft, reason: str
) -> None:
    """Let stand what leaks now; words that come later are asked about again."""
    new = [{"kind": str(one.kind), "text": one.text} for one in draft.leaks]
    letter.accepted = [*letter.accepted, *(one for one in new if one not in letter.accepted)]
    letter.accept_reason = reason
    db.session.flush()
    _note(actor, LeaksAccepted, proposal, number=len(new))


@goes_with_telling
def send_letters(telling: Telling) -> None:
    """Refuse while a letter leaks; else freeze every letter with its levels, all at one time."""
    going = {one.proposal_id for one in telling.decisions}
    drafts = [one for one in list_drafts(telling.challenge) if one.proposal_id in going]
    if leaking := sum(bool(one.leaks) for one in drafts):
        raise Conflict("feedback_leaks", number=leaking)
    for draft in drafts:
        letter = draft.letter or FeedbackLetter(proposal_id=draft.proposal_id)
        letter.levels = [asdict(line) for line in draft.lines]
        letter.told_at = telling.at
        db.session.add(letter)
    issue_certificates(telling)


def _note(
    actor: Actor, kind: type[LetterSaved] | type[LeaksAccepted], proposal: Proposal, **more: int
) -> None:
    record(
        kind(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            challenge_id=proposal.challenge_id,
            proposal_id=proposal.id,
            **more,
        )
    )
