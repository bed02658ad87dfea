"""Anything that people and the clock can do, in any order: no illegal state, no lost version."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.rules.phases import organiser_moves, phase_of
from app.challenges.services import moving, writing
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal, Submission
from app.proposals.rules import content_digest
from app.proposals.services import judging, submitting
from app.proposals.services import writing as drafting
from challenges.lifecycle import (
    PHASE_MOVES,
    PROPOSAL_MOVES,
    Phase,
    ProposalState,
)
from tests.conftest import IS_LONG, WANTED
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person

RUNS = (1000 if WANTED == "sqlite" else 200) if IS_LONG else 8
STEPS = 25
AUTHORS = 2
REASONS = st.sampled_from(["", "Because it is so"])
WHO = st.integers(0, AUTHORS - 1)
SEEN: set[str] = set()


class Lifecycle(RuleBasedStateMachine):
    """One challenge and the proposals of two organisations, moved by everybody who may."""

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(clock.now(), tick=False)
        self.now = self.travel.start()
        event, lead = make_event(), make_person()
        make_team_member(event, lead)
        opens = clock.now() + timedelta(days=1)
        dates = {"opens_at": opens, "closes_at": opens + timedelta(days=10)}
        challenge = make_challenge(event, phase="draft", context="A cold store", **dates)
        self.challenge_id, self.lead = challenge.id, actor_for(lead)
        self.owner = actor_for(challenge.created_by)
        self.authors = [actor_for(make_member(make_organisation())) for _ in range(AUTHORS)]
        self.proposals = {}
        self.phase, self.states, self.versions = Phase.DRAFT, {}, {}

    @initialize(is_open=st.booleans())
    def it_may_be_open_already(self, is_open):
        """Begin half of the runs where proposals are written, so that they come further."""
        if not is_open:
            return
        self.the_owner_sends()
        self.a_challenge_moves_as_the_table_says()
        self.an_organiser_moves(Phase.PUBLISHED, "")
        self.time_passes(24)
        for who in range(AUTHORS):
            self.somebody_starts(who)
            self.somebody_writes(who, "Cool")

    def teardown(self):
        """Let the time be as it is."""
        self.travel.stop()

    def attempt(self, act):
        """Do something in a unit of work; None if it was refused."""
        try:
            with unit_of_work():
                return act() or True
        except DomainError:
            return None
        finally:
            db.session.expire_all()

    @rule(hours=st.sampled_from([1, 12, 24, 24 * 5, 24 * 10]))
    def time_passes(self, hours):
        """Let the clock open and close."""
        self.now.shift(timedelta(hours=hours))

    @rule()
    def the_owner_sends(self):
        """Ask for a review."""
        self.attempt(lambda: writing.submit_for_review(self.owner, self.challenge_id))

    @rule()
    def the_owner_takes_back(self):
        """Take it back from there."""
        self.attempt(lambda: writing.take_back(self.owner, self.challenge_id))

    @rule(to=st.sampled_from(Phase), reason=REASONS)
    def an_organiser_moves(self, to, reason):
        """Move the challenge wherever the organiser likes."""
        self.attempt(lambda: moving.move_challenge(self.lead, self.challenge_id, to, reason))

    @rule(choice=st.integers(0, 3), reason=REASONS)
    def an_organiser_goes_on(self, choice, reason):
        """Make one of the moves that the page offers, but for calling the challenge off."""
        moves = organiser_moves(self.challenge(), clock.now())
        targets = [one.target for one in moves if one.target is not Phase.ARCHIVED]
        if targets:
            self.an_organiser_moves(targets[choice % len(targets)], reason)

    @rule(who=WHO)
    def an_organiser_finds_it_eligible(self, who):
        """Screen a proposal as most are screened."""
        self.an_organiser_judges(who, ProposalState.ELIGIBLE, "")

    @rule(days=st.integers(-2, 5), reason=REASONS)
    def an_organiser_extends(self, days, reason):
        """Put the deadline off, or try to bring it forward."""
        old = self.challenge().closes_at
        new = old + timedelta(days=days)
        done = self.attempt(
            lambda: moving.extend_deadline(self.lead, self.challenge_id, new, reason)
        )
        assert self.challenge().closes_at == (new if done else old)
        assert not done or (days > 0 and reason)

    @rule(who=WHO)
    def somebody_starts(self, who):
        """Begin a proposal."""
        self.attempt(lambda: drafting.start_proposal(self.authors[who], self.challenge_id))
        for one in db.session.scalars(
            select(Proposal).where(Proposal.challenge_id == self.challenge_id)
        ):
            author = next(
                number
                for number, actor in enumerate(self.authors)
                if one.organisation_id in actor.organisation_ids
            )
            self.proposals[author] = one.id
            self.states.setdefault(one.id, ProposalState.DRAFT)
            self.versions.setdefault(one.id, [])

    @rule(who=WHO, word=st.sampled_from(["Cold", "Colder", "Coldest"]))
    def somebody_writes(self, who, word):
        """Save a whole proposal."""
        proposal_id = self.proposals.get(who)
        if proposal_id is None:
            return
        version = db.session.get(Proposal, proposal_id).version
        values = {"title": word, "summary": word, "trl": 5, "answers": {"solution": word}}
        self.attempt(
            lambda: drafting.save_proposal(
                self.authors[who], proposal_id, version=version, values=values
            )
        )

    @rule(who=WHO)
    def somebody_submits(self, who):
        """Hand a proposal in; what was handed in is a version for ever."""
        proposal_id = self.proposals.get(who)
        if proposal_id is None:
            return
        done = self.attempt(
            lambda: submitting.submit_proposal(self.authors[who], proposal_id).sha256
        )
        if done:
            assert self.phase_now() is Phase.OPEN
            known = self.versions[proposal_id]
            is_same = known and known[-1] == done and self.states[proposal_id] == "submitted"
            known += [] if is_same else [done]

    @rule(who=WHO, reason=REASONS)
    def somebody_withdraws(self, who, reason):
        """Take a proposal back."""
        self.of_author(who, lambda a, p: submitting.withdraw_proposal(a, p, reason))

    @rule(who=WHO)
    def somebody_reopens(self, who):
        """Take it up again."""
        self.of_author(who, submitting.reopen_proposal)

    @rule(who=WHO, state=st.sampled_from(ProposalState), reason=REASONS)
    def an_organiser_judges(self, who, state, reason):
        """Screen a proposal, or conclude it."""
        proposal_id = self.proposals.get(who)
        judge = judging.screen_proposal if "eligible" in state else judging.conclude_proposal
        if proposal_id is not None:
            self.attempt(lambda: judge(self.lead, proposal_id, state, reason))

    @rule()
    def an_organiser_tells(self):
        """Let the authors read the outcomes."""
        self.attempt(lambda: judging.publish_outcomes(self.lead, self.challenge_id))

    @invariant()
    def a_challenge_moves_as_the_table_says(self):
        """Compare where it stands with where it stood."""
        phase = Phase(self.challenge().phase)
        before = {self.phase} | self.by_clock(self.phase)
        if phase is not self.phase:
            assert any((one.source in before and one.target is phase) for one in PHASE_MOVES)
        self.phase = phase
        SEEN.add(f"phase {self.phase_now()}")

    @invariant()
    def proposals_move_as_the_table_says(self):
        """Compare where they stand with where they stood, in the phase of now."""
        for proposal_id, before in self.states.items():
            state = ProposalState(db.session.get(Proposal, proposal_id).state)
            if state is not before:
                listed = [
                    one
                    for one in PROPOSAL_MOVES
                    if (one.source, one.target) == (before, state)
                    and self.phase_now() in one.phases
                ]
                assert listed, (before, state, self.phase_now())
            self.states[proposal_id] = state
            SEEN.add(f"state {state}")

    @invariant()
    def no_version_is_lost_or_changed(self):
        """Every version is there, in its order, with the content that was hashed, and in time."""
        closes_at = self.challenge().closes_at
        for proposal_id, known in self.versions.items():
            query = select(Submission).where(Submission.proposal_id == proposal_id)
            stored = db.session.scalars(query.order_by(Submission.number)).all()
            assert [one.number for one in stored] == list(range(1, len(known) + 1))
            assert [one.sha256 for one in stored] == known
            assert [content_digest(one.content) for one in stored] == known
            assert all(one.submitted_at < closes_at for one in stored)

    def of_author(self, who, act):
        """Do something with the proposal of an author, if there is one."""
        proposal_id = self.proposals.get(who)
        if proposal_id is not None:
            self.attempt(lambda: act(self.authors[who], proposal_id))

    def challenge(self):
        """Return the challenge as it is stored."""
        return db.session.get_one(Challenge, self.challenge_id)

    def phase_now(self):
        """Return the phase by the clock."""
        return phase_of(self.challenge(), clock.now())

    def by_clock(self, stored):
        """Return the phases that the clock makes of a stored one."""
        return {Phase.OPEN, Phase.CLOSED} if stored in {Phase.PUBLISHED, Phase.OPEN} else set()


@pytest.mark.slow
def test_whatever_happens_no_state_is_illegal_and_no_version_is_lost(app, say):
    chosen = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lifecycle, settings=chosen)
    seen = f"{len(SEEN)} of {len(Phase) + len(ProposalState)} phases and states seen"
    say(f"lifecycle: {RUNS} runs of up to {STEPS} steps, {seen}, no illegal one, no version lost")
