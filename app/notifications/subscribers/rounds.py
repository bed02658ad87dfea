"""Letters about the next round of a challenge."""

from functools import partial

from flask_babel import gettext as _

from app.challenges.facts import RoundOpened
from app.challenges.models import Challenge
from app.challenges.queries import get_challenge
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.enquiries.queries import link_of, list_followers
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.queries import list_writers
from app.web.i18n import format_deadline


@subscribe(RoundOpened)
def tell_round(fact: RoundOpened) -> None:
    """Tell writers that their draft goes on in the next round, and followers that it is open."""
    challenge = get_challenge(fact.challenge_id)
    told = set()
    for person in list_writers(challenge.id):
        told.add(person.email)
        post(fact, Reader.of(person), partial(_goes_on, challenge=challenge))
    for follower in list_followers(challenge.id):
        if follower.person.email not in told:
            link = address(f"/unfollow/{link_of(follower)}")
            write = partial(_opened, challenge=challenge, link=link)
            post(fact, Reader.of(follower.person), write)


def _goes_on(reader: Reader, challenge: Challenge) -> Letter:
    return Letter(
        kind="draft_carried",
        subject=_("Your draft goes on: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The round in which you began a proposal has closed before it was submitted. Your "
                "draft is now in the next round, with everything that you wrote."
            ),
        ),
        details=_details(challenge),
        button=(_("Go on writing"), address("/proposals")),
    )


def _opened(reader: Reader, challenge: Challenge, link: str) -> Letter:
    return Letter(
        kind="round_opened",
        subject=_("The next round is open: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(_("A challenge that you follow takes proposals again."),),
        details=_details(challenge),
        button=(_("Look at the challenge"), address(f"/challenges/{encode_id(challenge.id)}")),
        after=(_("You follow this challenge. To stop that, open %(address)s", address=link),),
    )


def _details(challenge: Challenge) -> tuple[tuple[str, str], ...]:
    return (
        (_("Challenge"), inert(challenge.title)),
        (_("Round"), str(challenge.round)),
        (_("Deadline"), format_deadline(challenge.closes_at, challenge.event.timezone)),
    )
