"""Marks and notes of the owner's people, and that nobody else has them."""

import threading
from datetime import timedelta

import pytest

from app.comparison import queries
from app.comparison.models import ProposalMark, ProposalNote
from app.comparison.rules import Order
from app.comparison.services import mark_proposal, save_note
from app.core import clock
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import OrganisationKind
from app.proposals.services.exporting import extras_of
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.factories.proposals import make_proposal, make_submitted_proposal


class Scene:
    """A closed challenge with three submissions and two people of its owner."""

    file_id = 0  # of a file of the first proposal, where a test adds one

    def __init__(self, **values) -> None:
        self.event = make_event(slug="day")
        self.firm = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name="Voltmar")
        self.boss = make_member(self.firm, given_name="Katrin", family_name="Weißmüller")
        values = {"phase": "shortlist", "owner_organisation_id": self.firm.id} | values
        self.challenge = make_challenge(self.event, created_by_id=self.boss.id, **values)
        names = ("Akmuo", "Drganie", "Frezmind")
        self.proposals = [
            make_submitted_proposal(
                self.challenge, title=name, organisation_id=make_organisation(name=name).id
            )
            for name in names
        ]
        self.owner = actor_of(self.boss, self.firm)

    def colleague(self):
        return actor_of(make_member(self.firm), self.firm)


def kept(work, *args, **more):
    with unit_of_work():
        return work(*args, **more)


def titles(rows):
    return [row.proposal.title for row in rows]


def test_the_best_mark_comes_first_and_the_unmarked_last(app):
    scene = Scene()
    first, second, third = (one.id for one in scene.proposals)
    kept(mark_proposal, scene.owner, first, "no")
    kept(mark_proposal, scene.owner, third, "keep")
    found = queries.list_received(SYSTEM, scene.challenge, Order.MARK, 10)
    assert titles(found) == ["Frezmind", "Akmuo", "Drganie"]
    assert [row.mark for row in found] == ["keep", "no", None]
    assert queries.count_marks(scene.challenge) == {"keep": 1, "no": 1, "none": 1}
    unmarked = queries.list_received(SYSTEM, scene.challenge, Order.MARK, 10, mark="none")
    assert [row.id for row in unmarked] == [second]
    by_name = queries.list_received(SYSTEM, scene.challenge, Order.ORGANISATION, 10)
    assert titles(by_name) == ["Akmuo", "Drganie", "Frezmind"]


def test_the_mark_is_the_organisations_and_can_be_taken_away(app):
    scene = Scene()
    kept(mark_proposal, scene.owner, scene.proposals[0].id, "keep")
    marked = kept(mark_proposal, colleague := scene.colleague(), scene.proposals[0].id, "maybe")
    assert (marked.mark, marked.marked_by_id) == ("maybe", colleague.person_id)
    assert db.session.query(ProposalMark).count() == 1
    assert kept(mark_proposal, scene.owner, scene.proposals[0].id, None) is None
    assert db.session.query(ProposalMark).count() == 0


def test_each_person_has_one_note_and_reads_those_of_the_colleagues(app):
    scene, colleague = Scene(), None
    colleague = scene.colleague()
    own = scene.proposals[0].id
    kept(save_note, scene.owner, own, "Ask for the pilot plant", version=0)
    kept(save_note, scene.owner, own, "Ask for the pilot line", version=1)
    kept(save_note, colleague, own, "Cheap", version=0)
    column = queries.compare(scene.owner, scene.challenge, [own]).columns[0]
    assert (column.own.text, column.own.version) == ("Ask for the pilot line", 2)
    assert [one.text for one in column.others] == ["Cheap"]
    row = queries.list_received(SYSTEM, scene.challenge, Order.SUBMITTED, 1)[0]
    assert row.notes == 2


@pytest.mark.parametrize("version", [0, 2])
def test_a_note_from_another_window_is_not_overwritten(app, version):
    scene = Scene()
    kept(save_note, scene.owner, scene.proposals[0].id, "Mine", version=0)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        kept(save_note, scene.owner, scene.proposals[0].id, "Other", version=version)
    assert [one.text for one in db.session.query(ProposalNote)] == ["Mine"]


def strangers(scene):
    """Everybody who must not see marks or notes; to them there is nothing."""
    lead, organiser = make_person(), make_person()
    make_team_member(scene.event, lead, TeamRole.LEAD)
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    make_team_member(scene.event, organiser, TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    rival = make_organisation(kind=OrganisationKind.LARGE_COMPANY)
    make_challenge(scene.event, phase="shortlist", owner_organisation_id=rival.id)
    author = scene.proposals[0]
    yield "lead", actor_of(lead)
    yield "co-organiser", actor_of(organiser)
    yield "owner of another challenge", actor_of(make_member(rival), rival)
    yield "author", actor_of(author.created_by, author.organisation)
    yield "anybody", actor_of(make_person())


def test_nobody_but_the_owners_people_marks_notes_or_compares(app):
    scene = Scene()
    own = scene.proposals[0].id
    for who, actor in strangers(scene):
        with pytest.raises(NotFound):
            kept(mark_proposal, actor, own, "keep")
        with pytest.raises(NotFound):
            kept(save_note, actor, own, "Mine", version=0)
        with pytest.raises(NotFound):
            queries.get_compared(actor, scene.challenge.id)
        assert db.session.query(ProposalNote).count() == 0, who


def test_nothing_is_compared_before_the_deadline(app):
    scene = Scene(phase="published")
    with pytest.raises(NotFound):
        queries.get_compared(scene.owner, scene.challenge.id)
    with pytest.raises(NotFound):
        kept(mark_proposal, scene.owner, scene.proposals[0].id, "keep")


def test_drafts_withdrawn_ones_and_those_of_others_do_not_stand_in_the_list(app):
    scene = Scene()
    make_proposal(scene.challenge, title="Only a draft")
    gone = make_submitted_proposal(scene.challenge, title="Gone", state="withdrawn")
    foreign = make_submitted_proposal(make_challenge(scene.event, phase="shortlist"))
    assert len(queries.list_received(SYSTEM, scene.challenge, Order.SUBMITTED, 10)) == 3
    for one in (gone, foreign):
        with pytest.raises(NotFound):
            queries.compare(scene.owner, scene.challenge, [scene.proposals[0].id, one.id])
        with pytest.raises(NotFound):
            kept(mark_proposal, scene.owner, one.id, "keep")


def test_at_most_four_stand_side_by_side(app):
    scene = Scene()
    with pytest.raises(Invalid, match="too_many_compared"):
        queries.compare(scene.owner, scene.challenge, [1, 2, 3, 4, 5])


def test_scores_show_to_those_who_run_the_jury_only(app):
    scene = Scene(phase="jury")
    judged = scene.proposals[0]
    with unit_of_work():
        db.session.get(type(judged), judged.id).state = "eligible"
    make_scorecard(make_assignment(make_juror(scene.event), judged), 5, 5)
    ids = [one.id for one in scene.proposals]
    assert [one.score for one in queries.compare(scene.owner, scene.challenge, ids).columns] == [
        None,
        None,
        None,
    ]
    make_team_member(scene.event, scene.boss, TeamRole.LEAD)
    db.session.expire_all()
    both = actor_of(scene.boss, scene.firm)
    shown = queries.compare(both, scene.challenge, ids).columns[0].score
    assert (shown.place, str(shown.percent)) == (1, "100.0")


def test_the_owners_archive_holds_marks_and_notes_of_that_owner(app):
    scene = Scene()
    assert extras_of(scene.challenge.id) == []
    kept(mark_proposal, scene.owner, scene.proposals[0].id, "keep")
    kept(save_note, scene.owner, scene.proposals[1].id, "=Cheap", version=0)
    ((name, text),) = extras_of(scene.challenge.id)
    assert name == "own-notes.csv"
    assert ",keep,,," in text
    assert "'=Cheap,Katrin Weißmüller" in text
    other = make_challenge(scene.event, phase="shortlist")
    assert extras_of(other.id) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_and_the_comparison_ask_as_often_whatever_the_rows(app, count_queries, number):
    scene = Scene()
    for one in scene.proposals[:number]:
        kept(save_note, scene.owner, one.id, "Noted", version=0)
    ids = [one.id for one in scene.proposals[:number]]
    db.session.expunge_all()
    challenge = queries.get_compared(scene.owner, scene.challenge.id)
    with count_queries as listing:
        queries.list_received(SYSTEM, challenge, Order.MARK, 10)
    assert listing.count == 3
    with count_queries as comparing:
        queries.compare(scene.owner, challenge, ids)
    assert comparing.count == 7


def test_two_who_mark_at_once_leave_one_mark(app):
    scene = Scene()
    own, actors = scene.proposals[0].id, [scene.owner, scene.colleague()]
    start, refused = threading.Barrier(2), []

    def mark(actor, value):
        with app.app_context():
            start.wait()
            try:
                kept(mark_proposal, actor, own, value)
            except Conflict:
                refused.append(value)

    threads = [
        threading.Thread(target=mark, args=pair)
        for pair in zip(actors, ("keep", "no"), strict=True)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.expire_all()
    assert db.session.query(ProposalMark).count() == 1
    assert len(refused) <= 1


def test_a_note_keeps_its_time(app):
    scene = Scene()
    note = kept(save_note, scene.owner, scene.proposals[0].id, "Mine", version=0)
    assert clock.now() - note.written_at < timedelta(minutes=1)
