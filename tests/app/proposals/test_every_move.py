"""Every move of the kernel's tables, and every one that they do not list, through the services."""

from datetime import timedelta

import pytest

from app.challenges.models import Challenge
from app.challenges.services import moving, writing
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal, Submission
from app.proposals.services import judging, submitting
from challenges.lifecycle import (
    PHASE_MOVES,
    PROPOSAL_MOVES,
    By,
    Phase,
    ProposalState,
)
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

WHY = "Because it is so"
SCREENED = {ProposalState.ELIGIBLE, ProposalState.INELIGIBLE}
OUTCOMES = {ProposalState.SHORTLISTED, ProposalState.SELECTED, ProposalState.NOT_SELECTED}
OF_AUTHORS = (ProposalState.SUBMITTED, ProposalState.WITHDRAWN, ProposalState.DRAFT)


def at_phase(phase, event=None):
    """Make a challenge that stands in a phase: by its clock where the clock says so."""
    now = clock.now()
    week = timedelta(days=7)
    dates = {"opens_at": now - week, "closes_at": now + week}
    stored = Phase.PUBLISHED if phase in {Phase.OPEN, Phase.CLOSED} else phase
    if phase is Phase.PUBLISHED:
        dates = {"opens_at": now + week, "closes_at": now + 2 * week}
    if phase is Phase.CLOSED:
        dates = {"opens_at": now - 2 * week, "closes_at": now - week}
    return make_challenge(event or make_event(), phase=stored, **dates)


def lead_of(event):
    lead = make_person()
    make_team_member(event, lead)
    return actor_for(lead)


def done(act, *arguments):
    """Do something in a unit of work; whether it was done."""
    try:
        with unit_of_work():
            act(*arguments)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("source", Phase)
@pytest.mark.parametrize("by", [By.ORGANISER, By.OWNER])
def test_a_challenge_goes_where_the_table_says_and_nowhere_else(app, source, by):
    listed = {move.target for move in PHASE_MOVES if (move.source, move.by) == (source, by)}
    event = make_event()
    lead = lead_of(event)
    gone = set()
    for target in Phase:
        challenge = at_phase(source, event)
        actor = lead if by is By.ORGANISER else actor_for(challenge.created_by)
        challenge_id = challenge.id
        if by is By.ORGANISER:
            moved = done(moving.move_challenge, actor, challenge_id, target, WHY)
        else:
            moved = done(own_move, actor, challenge_id, target)
        db.session.expire_all()
        stored = db.session.get(Challenge, challenge_id)
        assert (stored.phase == target) or not moved
        assert moved or stored.phase == challenge_phase(source)
        assert [move.to_phase for move in stored.moves] == ([target] if moved else [])
        gone |= {target} if moved else set()
    assert gone == listed


def own_move(actor, challenge_id, target):
    """Make the move of an owner as their pages do; there are no others."""
    if target is Phase.IN_REVIEW:
        with_everything(challenge_id)
        writing.submit_for_review(actor, challenge_id)
    elif target is Phase.DRAFT:
        writing.take_back(actor, challenge_id)
    else:
        moving.move_challenge(actor, challenge_id, target, WHY)


def with_everything(challenge_id):
    """Fill in what a draft needs before it is reviewed, and the factory leaves out."""
    challenge = db.session.get_one(Challenge, challenge_id)
    challenge.context = "A cold store of 9,000 square metres."


def challenge_phase(source):
    return Phase.PUBLISHED if source in {Phase.OPEN, Phase.CLOSED} else source


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("source", ProposalState)
def test_a_proposal_goes_where_the_table_says_and_nowhere_else(app, phase, source):
    event = make_event()
    challenge, lead = at_phase(phase, event), lead_of(event)
    for by in (By.PROPOSER, By.ORGANISER):
        gone = set()
        for target in targets_of(by, source):
            proposal = in_state(challenge, source)
            actor = actor_for(proposal.created_by) if by is By.PROPOSER else lead
            proposal_id = proposal.id
            moved = done(move, actor, proposal_id, target)
            db.session.expire_all()
            stored = db.session.get(Proposal, proposal_id)
            assert stored.state == (target if moved else source)
            gone |= {target} if moved else set()
        assert gone == listed_for(by, source, phase), (by, source, phase)


def targets_of(by, source):
    """Return where somebody may try to take a proposal; handing in again is no move."""
    if by is By.ORGANISER:
        return [*SCREENED, *OUTCOMES]
    return [target for target in OF_AUTHORS if target is not source]


def listed_for(by, source, phase):
    return {
        one.target
        for one in PROPOSAL_MOVES
        if (one.source, one.by) == (source, by) and phase in one.phases
    }


def in_state(challenge, state):
    if state is ProposalState.DRAFT:
        return make_proposal(challenge)
    told = clock.now() if state in OUTCOMES else None
    return make_submitted_proposal(challenge, state=state, outcome_told_at=told)


def move(actor, proposal_id, target):
    if target is ProposalState.SUBMITTED:
        submitting.submit_proposal(actor, proposal_id)
    elif target is ProposalState.WITHDRAWN:
        submitting.withdraw_proposal(actor, proposal_id, WHY)
    elif target is ProposalState.DRAFT:
        submitting.reopen_proposal(actor, proposal_id)
    elif target in SCREENED:
        judging.screen_proposal(actor, proposal_id, target, WHY)
    else:
        judging.conclude_proposal(actor, proposal_id, target, WHY)


def test_every_version_of_a_proposal_that_goes_and_comes_back_is_kept(app):
    challenge = at_phase(Phase.OPEN)
    proposal = make_proposal(challenge)
    actor, proposal_id = actor_for(proposal.created_by), proposal.id
    for _ in range(3):
        assert done(submitting.submit_proposal, actor, proposal_id)
        assert done(submitting.withdraw_proposal, actor, proposal_id, WHY)
        assert done(submitting.reopen_proposal, actor, proposal_id)
    assert [one.number for one in db.session.query(Submission).order_by(Submission.number)] == [
        1,
        2,
        3,
    ]
