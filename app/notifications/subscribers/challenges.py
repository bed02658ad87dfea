"""Letters about challenges: to organisers, to their writers, to authors when one is called off."""

from functools import partial

from flask_babel import gettext as _

from app.challenges.facts import (
    BriefCommented,
    ChallengeApproved,
    ChallengeCloned,
    ChallengeMoved,
    ChallengeSentBack,
    ChallengeSubmittedForReview,
)
from app.challenges.models import ChallengeComment
from app.challenges.queries import find_comment, get_challenge
from app.challenges.rules.sections import CommentSide
from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.events.models import Event
from app.events.policies import ORGANISERS
from app.events.queries import get_event_by_id, list_team
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.models import Proposal
from app.proposals.queries import list_unanswered
from app.web.i18n import format_deadline
from challenges.lifecycle import Phase


@subscribe(ChallengeSubmittedForReview)
def ask_for_review(fact: ChallengeSubmittedForReview) -> None:
    """Tell those who run the event that a challenge waits for them."""
    event = _event_of(fact)
    for member in list_team(event):
        if member.role in ORGANISERS:
            post(fact, Reader.of(member.person), lambda reader: _waiting(reader, fact, event))


@subscribe(ChallengeApproved)
def tell_approval(fact: ChallengeApproved) -> None:
    """Tell the writer that the challenge is public."""
    event = _event_of(fact)
    post(fact, Reader.at(fact.email), lambda reader: _approved(reader, fact, event))


@subscribe(ChallengeSentBack)
def tell_changes(fact: ChallengeSentBack) -> None:
    """Tell the writer what to change."""
    event = _event_of(fact)
    post(fact, Reader.at(fact.email), lambda reader: _sent_back(reader, fact, event))


@subscribe(ChallengeMoved)
def tell_calling_off(fact: ChallengeMoved) -> None:
    """Tell the authors of a challenge that was called off that nothing will be decided, and why."""
    if fact.to_phase != Phase.ARCHIVED or fact.from_phase == Phase.FOLLOW_UP:
        return
    for proposal in list_unanswered(fact.challenge_id):
        write = partial(_called_off, fact=fact, proposal=proposal)
        post(fact, Reader.of(proposal.created_by), write)


@subscribe(ChallengeCloned)
def tell_copy(fact: ChallengeCloned) -> None:
    """Tell the writer of an earlier challenge that an organiser made a draft of it."""
    writer = get_challenge(fact.challenge_id).created_by
    if writer.id != fact.actor_id:
        event = _event_of(fact)
        post(fact, Reader.of(writer), lambda reader: _copied(reader, fact, event))


@subscribe(BriefCommented)
def tell_comment(fact: BriefCommented) -> None:
    """Tell the other side what was said of a brief."""
    comment = find_comment(fact.comment_id)
    if comment is None:
        return  # whoever said it was erased
    event = _event_of(fact)
    people = [comment.challenge.created_by]
    if comment.side == CommentSide.OWNER:
        people = [member.person for member in list_team(event) if member.role in ORGANISERS]
    for person in people:
        if person.id != comment.by_id:
            post(fact, Reader.of(person), lambda reader: _commented(reader, fact, comment))


def _event_of(fact: Fact) -> Event:
    if fact.event_id is None:
        raise ValueError(fact.name)
    return get_event_by_id(fact.event_id)


def _waiting(reader: Reader, fact: ChallengeSubmittedForReview, event: Event) -> Letter:
    return Letter(
        kind="challenge_waiting",
        subject=_("A challenge waits for you: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "A challenge was submitted for %(event)s. Read it, then publish it or send it back "
                "with what should change.",
                event=inert(event.name),
            ),
        ),
        details=((_("Challenge"), inert(fact.title)),),
        button=(_("Look at the challenge"), _page(fact.challenge_id)),
    )


def _approved(reader: Reader, fact: ChallengeApproved, event: Event) -> Letter:
    return Letter(
        kind="challenge_approved",
        subject=_("Your challenge is published: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your challenge is published on the pages of %(event)s. Anybody can read it now.",
                event=inert(event.name),
            ),
        ),
        details=(
            (_("Challenge"), inert(fact.title)),
            (_("Proposals from"), format_deadline(fact.opens_at, event.timezone)),
            (_("Proposals until"), format_deadline(fact.closes_at, event.timezone)),
        ),
        button=(_("Look at your challenge"), _page(fact.challenge_id)),
    )


def _sent_back(reader: Reader, fact: ChallengeSentBack, event: Event) -> Letter:
    return Letter(
        kind="challenge_sent_back",
        subject=_("Your challenge needs a change: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers of %(event)s have read your challenge and ask for a change before "
                "it is published.",
                event=inert(event.name),
            ),
        ),
        details=((_("Challenge"), inert(fact.title)), (_("What to change"), fact.reason)),
        button=(_("Change your challenge"), _page(fact.challenge_id) + "/edit"),
    )


def _commented(reader: Reader, fact: BriefCommented, comment: ChallengeComment) -> Letter:
    return Letter(
        kind="brief_commented",
        subject=_("A comment on the brief: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _("%(name)s wrote about the brief of a challenge:", name=inert(comment.by.name)),
        ),
        quotation=tuple(comment.text.splitlines()),
        details=((_("Challenge"), inert(fact.title)),),
        button=(_("Look at the comments"), _page(fact.challenge_id) + "/comments"),
    )


def _copied(reader: Reader, fact: ChallengeCloned, event: Event) -> Letter:
    return Letter(
        kind="challenge_copied",
        subject=_("A draft waits for you: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers of %(event)s have copied your earlier challenge as a draft. Set "
                "the dates, change what is no longer so, and send it for review. Nobody else sees "
                "it until then.",
                event=inert(event.name),
            ),
        ),
        details=((_("Challenge"), inert(fact.title)),),
        button=(_("Go on with the draft"), _page(fact.challenge_id) + "/edit"),
    )


def _called_off(reader: Reader, fact: ChallengeMoved, proposal: Proposal) -> Letter:
    return Letter(
        kind="challenge_called_off",
        subject=_("A challenge was called off: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers have called off a challenge that you wrote a proposal for. Nothing "
                "will be decided on it any more. Your proposal stays yours."
            ),
        ),
        details=(
            (_("Proposal"), inert(proposal.title)),
            (_("Challenge"), inert(fact.title)),
            (_("Reason"), fact.reason),
        ),
        button=(_("Look at your proposal"), address(f"/proposals/{encode_id(proposal.id)}")),
        about=proposal.id,
    )


def _page(challenge_id: int) -> str:
    return address(f"/challenges/{encode_id(challenge_id)}")
