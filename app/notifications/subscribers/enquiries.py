"""Letters to those who follow a challenge or write a proposal for it, and about questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from flask_babel import gettext as _
from flask_babel import ngettext

from app.challenges.facts import ChallengeApproved, ChallengeMoved, DeadlineExtended
from app.challenges.models import Challenge
from app.challenges.queries import get_challenge
from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.enquiries.facts import (
    AnswerCorrected,
    AnswersPublished,
    DeadlineApproached,
    EnquiryAnswered,
    EnquiryAsked,
)
from app.enquiries.models import Enquiry
from app.enquiries.queries import find_enquiry, link_of, list_batch, list_followers
from app.enquiries.rules import Audience, clock_of
from app.identity.queries import list_owners_of
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.queries import list_writers
from app.web.i18n import format_deadline
from challenges.lifecycle import Phase

Write = Callable[[Reader], Letter]
SHOWN_ANSWERS = 10


@subscribe(EnquiryAsked)
def tell_question(fact: EnquiryAsked) -> None:
    """Tell the owner's people that a question waits, and until when."""
    challenge = get_challenge(fact.challenge_id)
    owner_id = challenge.owner_organisation_id
    owners = list_owners_of([owner_id]).get(owner_id, [])
    for person in {one.id: one for one in (challenge.created_by, *owners)}.values():
        post(fact, Reader.of(person), partial(_asked, challenge=challenge))


@subscribe(EnquiryAnswered)
def tell_private_answer(fact: EnquiryAnswered) -> None:
    """Tell the asker that there is an answer for them alone."""
    enquiry = find_enquiry(fact.enquiry_id)
    if fact.audience == Audience.ASKER and enquiry is not None:
        write = partial(_answered_privately, enquiry=enquiry)
        post(fact, Reader.of(enquiry.asked_by), write)


@subscribe(AnswersPublished)
def tell_answers(fact: AnswersPublished) -> None:
    """Tell all who read a challenge what was answered, in one mail."""
    challenge = get_challenge(fact.challenge_id)
    batch = list_batch(fact.challenge_id, fact.published_at)
    _tell(fact, challenge, partial(_answers, challenge=challenge, batch=batch))


@subscribe(AnswerCorrected)
def tell_correction(fact: AnswerCorrected) -> None:
    """Tell all who read a challenge that an answer says something else now."""
    enquiry = find_enquiry(fact.enquiry_id)
    if enquiry is not None:
        _tell(fact, enquiry.challenge, partial(_corrected, enquiry=enquiry))


@subscribe(DeadlineExtended)
def tell_extension(fact: DeadlineExtended) -> None:
    """Tell all who read a challenge, and all who write a proposal, of the new deadline and why."""
    challenge = get_challenge(fact.challenge_id)
    _tell(fact, challenge, partial(_extended, fact=fact, challenge=challenge))


@subscribe(DeadlineApproached)
def tell_deadline(fact: DeadlineApproached) -> None:
    """Remind all who read a challenge of its deadline."""
    challenge = get_challenge(fact.challenge_id)
    if challenge.closes_at == fact.closes_at:
        _tell(fact, challenge, partial(_closes_soon, challenge=challenge))


@subscribe(ChallengeApproved)
def tell_publication(fact: ChallengeApproved) -> None:
    """Tell the followers that a challenge which was taken back is public again."""
    for reader, link in _followers(fact.challenge_id):
        challenge = get_challenge(fact.challenge_id)
        post(fact, reader, _with_link(partial(_published, challenge=challenge), link))


@subscribe(ChallengeMoved)
def tell_decision(fact: ChallengeMoved) -> None:
    """Tell the followers that a challenge is decided; applicants get a letter of their own."""
    if (fact.from_phase, fact.to_phase) != (Phase.DECISION, Phase.FOLLOW_UP):
        return
    for reader, link in _followers(fact.challenge_id):
        challenge = get_challenge(fact.challenge_id)
        post(fact, reader, _with_link(partial(_decided, challenge=challenge), link))


def _tell(fact: Fact, challenge: Challenge, write: Write) -> None:
    """Post a letter to the followers and to the writers of proposals, one to each address."""
    told = set()
    for reader, link in _followers(challenge.id):
        told.add(reader.email)
        post(fact, reader, _with_link(write, link))
    for person in list_writers(challenge.id):
        if person.email not in told:
            post(fact, Reader.of(person), write)


def _followers(challenge_id: int) -> Iterator[tuple[Reader, str]]:
    for follower in list_followers(challenge_id):
        yield Reader.of(follower.person), address(f"/unfollow/{link_of(follower)}")


def _with_link(write: Write, link: str) -> Write:
    """Return a letter that ends with how to get no more of them."""

    def written(reader: Reader) -> Letter:
        letter = write(reader)
        ends = _("You follow this challenge. To stop that, open %(address)s", address=link)
        return replace(letter, after=(*letter.after, ends))

    return written


def _asked(reader: Reader, challenge: Challenge) -> Letter:
    clock = clock_of(challenge, challenge.event.timezone)
    until = format_deadline(clock.answer_by if clock else None, challenge.event.timezone)
    return Letter(
        kind="enquiry_asked",
        subject=_("A question about %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _("Somebody who may apply has asked about your challenge. All read the answer."),
        ),
        details=(_challenge(challenge), (_("Answer by"), until)),
        button=(_("Read and answer"), _page(challenge) + "/questions/waiting"),
    )


def _answered_privately(reader: Reader, enquiry: Enquiry) -> Letter:
    challenge = enquiry.challenge
    return Letter(
        kind="enquiry_answered",
        subject=_("Your question about %(title)s is answered", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(_("Your question was answered to you alone. The page says why."),),
        details=(_challenge(challenge),),
        button=(_("Read the answer"), _page(challenge) + "/questions"),
    )


def _answers(reader: Reader, challenge: Challenge, batch: Sequence[Enquiry]) -> Letter:
    shown = [line for one in batch[:SHOWN_ANSWERS] for line in one.text.splitlines()]
    return Letter(
        kind="answers_published",
        subject=_("Answers about %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "One question about this challenge was answered:",
                "%(num)s questions about this challenge were answered:",
                len(batch),
            ),
        ),
        quotation=tuple(shown),
        details=(_challenge(challenge),),
        button=(_("Read the answers"), _page(challenge) + "/questions"),
    )


def _corrected(reader: Reader, enquiry: Enquiry) -> Letter:
    challenge = enquiry.challenge
    return Letter(
        kind="answer_corrected",
        subject=_("A corrected answer about %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _("The answer to this question was corrected. What it said before stays beside it."),
        ),
        quotation=tuple(enquiry.text.splitlines()),
        details=(_challenge(challenge),),
        button=(_("Read the answer"), _page(challenge) + "/questions"),
    )


def _extended(reader: Reader, fact: DeadlineExtended, challenge: Challenge) -> Letter:
    zone = challenge.event.timezone
    return Letter(
        kind="deadline_extended",
        subject=_("More time for %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(_("The organisers have put the deadline of this challenge off."),),
        details=(
            _challenge(challenge),
            (_("Until now"), format_deadline(fact.from_closes_at, zone)),
            (_("New deadline"), format_deadline(fact.to_closes_at, zone)),
            (_("Reason"), fact.reason),
        ),
        button=(_("Look at the challenge"), _page(challenge)),
    )


def _closes_soon(reader: Reader, challenge: Challenge) -> Letter:
    return Letter(
        kind="deadline_approached",
        subject=_("Two days left for %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _("This challenge closes soon. What is not submitted by then does not count."),
        ),
        details=_deadline(challenge),
        button=(_("Look at the challenge"), _page(challenge)),
    )


def _published(reader: Reader, challenge: Challenge) -> Letter:
    return Letter(
        kind="followed_published",
        subject=_("Published again: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(_("A challenge that you follow was changed and is public again."),),
        details=_deadline(challenge),
        button=(_("Look at the challenge"), _page(challenge)),
    )


def _decided(reader: Reader, challenge: Challenge) -> Letter:
    return Letter(
        kind="followed_decided",
        subject=_("Decided: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(_("A challenge that you follow is decided. All who applied were told."),),
        details=(_challenge(challenge),),
        button=(_("Look at the challenge"), _page(challenge)),
    )


def _deadline(challenge: Challenge) -> tuple[tuple[str, str], ...]:
    until = format_deadline(challenge.closes_at, challenge.event.timezone)
    return _challenge(challenge), (_("Deadline"), until)


def _challenge(challenge: Challenge) -> tuple[str, str]:
    return _("Challenge"), inert(challenge.title)


def _page(challenge: Challenge) -> str:
    return address(f"/challenges/{encode_id(challenge.id)}")
