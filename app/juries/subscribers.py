"""What juries do once something has happened: copies of files for blind rounds are made."""

from app.core.facts import subscribe
from app.juries.facts import ProposalsAssigned, RoundChanged
from app.juries.queries.copies import list_blind_challenges
from app.juries.services.copying import ask_for_copies
from app.proposals.facts import ProposalScreened


@subscribe(ProposalScreened)
def copy_for_the_jury(fact: ProposalScreened) -> None:
    """Copy the files of what may go to the jury."""
    ask_for_copies(fact.challenge_id)


@subscribe(RoundChanged)
def copy_for_the_round(fact: RoundChanged) -> None:
    """Copy the files of a challenge whose round has become blind."""
    ask_for_copies(fact.challenge_id)


@subscribe(ProposalsAssigned)
def copy_what_is_assigned(fact: ProposalsAssigned) -> None:
    """Copy what jurors were given, of all challenges where the fact names none."""
    chosen = [fact.challenge_id] if fact.challenge_id else list_blind_challenges(fact.event_id)
    for challenge_id in chosen:
        ask_for_copies(challenge_id)
