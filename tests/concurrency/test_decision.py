"""Two organisers decide at once, two windows hand in one scorecard: one of them is told so."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from app.core.audit import AuditEntry
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work
from app.events.models import TeamRole
from app.identity.queries import actor_for
from app.juries.models import ConflictOfInterest, Decision, Scorecard, ScorecardSave
from app.juries.rules.judging import Outcome, Verdict
from app.juries.rules.saving import Sheet
from app.juries.services import conflicts, deciding, saving, scoring
from app.proposals.models import Proposal
from tests.app.juries.scene import full, make_scene
from tests.factories.events import make_team_member
from tests.factories.identity import make_member, make_person
from tests.factories.juries import make_assignment

pytestmark = pytest.mark.slow

THREADS = 8


def at_once(app, work: Callable[[int], object]) -> Counter[object]:
    """Do something in as many threads, all let go together; count what came of it."""
    barrier = Barrier(THREADS)

    def one(number: int) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return in_unit_of_work(lambda: work(number))
            except DomainError as error:
                return error.code

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(one, range(THREADS)))


def organisers(scene) -> list[Actor]:
    """Return one organiser for each thread."""
    people = [make_person() for _ in range(THREADS)]
    for person in people:
        make_team_member(scene.event, person, TeamRole.LEAD)
    db.session.rollback()
    db.session.expire_all()
    return [actor_for(person) for person in people]


def verdict(number: int) -> Verdict:
    """Return a verdict that differs from one organiser to the next."""
    if number % 2:
        return Verdict(Outcome.SELECTED, f"Reason {number}")
    return Verdict(Outcome.NOT_SELECTED, f"Reason {number}", "Not this time.")


def test_only_the_first_of_two_decisions_is_recorded(app):
    scene = make_scene()
    actors, proposal_id = organisers(scene), scene.proposals[0].id

    def decide(number: int) -> str:
        deciding.record_decision(actors[number], proposal_id, verdict(number))
        return "recorded"

    assert at_once(app, decide) == {"recorded": 1, "already_decided": THREADS - 1}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_of_several_changes_to_one_decision_one_counts(app):
    scene = make_scene()
    actors, proposal_id = organisers(scene), scene.proposals[0].id
    in_unit_of_work(lambda: deciding.record_decision(actors[0], proposal_id, verdict(0)))

    def change(number: int) -> str:
        deciding.change_decision(
            actors[number],
            proposal_id,
            Verdict(Outcome.SELECTED, f"Reason {number}"),
            version=1,
            change_reason="On second thoughts.",
        )
        return "changed"

    assert at_once(app, change) == {"changed": 1, "decision_changed_meanwhile": THREADS - 1}


def test_a_scorecard_is_handed_in_once(app):
    scene = make_scene()
    assignment_id = make_assignment(scene.jurors[0], scene.proposals[0]).id
    juror = actor_for(scene.jurors[0].person)
    scoring_one = at_once(app, lambda n: _submit(juror, assignment_id, n))
    assert scoring_one.pop("submitted") == 1
    assert sum(scoring_one.values()) == THREADS - 1
    assert set(scoring_one) <= {"changed_meanwhile", "scorecard_submitted"}
    db.session.rollback()
    card = db.session.scalars(select(Scorecard)).one()
    assert (card.version, len({score.value for score in card.scores})) == (1, 1)


def _submit(juror: Actor, assignment_id: int, number: int) -> str:
    scoring.submit_scorecard(juror, assignment_id, full(number % 6), version=0)
    return "submitted"


def test_without_the_version_the_last_change_wins_in_silence(app):
    """The control: reading, then writing without the guard loses all changes but one."""
    scene = make_scene()
    actors, proposal_id = organisers(scene), scene.proposals[0].id
    in_unit_of_work(lambda: deciding.record_decision(actors[0], proposal_id, verdict(0)))
    reading = Barrier(THREADS)

    def change_unguarded(number: int) -> str:
        with app.app_context():
            seen = db.session.scalars(select(Decision)).one().version
            db.session.rollback()
            reading.wait()
            in_unit_of_work(
                lambda: db.session.execute(
                    update(Decision)
                    .where(Decision.proposal_id == proposal_id)
                    .values(reason=f"Reason {number}", version=seen + 1)
                )
            )
        return "changed"

    with ThreadPoolExecutor(THREADS) as pool:
        assert Counter(pool.map(change_unguarded, range(THREADS))) == {"changed": THREADS}
    db.session.rollback()
    assert db.session.scalars(select(Decision)).one().version == 2


def test_one_conflict_that_many_find_at_once_is_entered_once(app):
    scene = make_scene(phase="jury")
    proposal = db.session.get(Proposal, scene.proposals[0].id)
    make_member(proposal.organisation, scene.jurors[0].person)
    actors, event_id = organisers(scene), scene.event.id
    found = at_once(app, lambda n: conflicts.detect_conflicts(actors[n], event_id))
    assert found == {1: 1, 0: THREADS - 1}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ConflictOfInterest)) == 1
    told = select(func.count()).where(AuditEntry.name == "ConflictDeclared")
    assert db.session.scalar(told) == 1


def test_of_one_save_that_arrives_many_times_at_once_one_is_stored(app):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    juror, sheet = scene.juror(), Sheet(full(4), 0, client_id="the-same")
    db.session.rollback()

    def send(_number: int) -> int:
        return saving.take_sheet(juror, assignment.id, sheet).version

    assert at_once(app, send) == {1: THREADS}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ScorecardSave)) == 1
    unnamed = Sheet(full(3), 1)

    def send_unnamed(_number: int) -> int:
        return saving.take_sheet(juror, assignment.id, unnamed).version

    assert at_once(app, send_unnamed) == {2: 1, "changed_meanwhile": THREADS - 1}
