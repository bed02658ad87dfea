"""What goes on in the next round of a challenge: whoever followed one follows the next."""

from app.challenges.models import Challenge
from app.challenges.services.rounds import carries
from app.core.db import db
from app.enquiries.models import ChallengeFollower
from app.enquiries.queries import list_followers


@carries
def carry_followers(former: Challenge, following: Challenge) -> None:
    """Make the followers of a round those of the next."""
    db.session.add_all(
        ChallengeFollower(challenge_id=following.id, person_id=one.person_id)
        for one in list_followers(former.id)
    )
