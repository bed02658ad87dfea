from datetime import timedelta

from app.core import clock
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from app.experts.queries import list_experts
from app.experts.rules import ExpertFilter, Load
from app.identity.models import OrganisationKind
from app.juries.models import Scorecard
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.factories.juries import make_assignment, make_scorecard


def test_the_pool_says_what_experts_owe_and_how_often_they_were_on_time(app):
    today = clock.now().date()
    scene = make_scene(proposals=4, jurors=2, decision_on=today - timedelta(days=1))
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    for juror in scene.jurors:
        make_expert(cluster, juror.person)
    first, second = scene.jurors
    duties = [make_assignment(first, one) for one in scene.proposals]
    cards = [make_scorecard(one, 4, 3) for one in duties[:2]]
    with unit_of_work():
        db.session.get(Scorecard, cards[0].id).submitted_at = clock.now() - timedelta(days=2)
        db.session.merge(duties[3]).recused_at = clock.now()
    seen = list_experts(SYSTEM, cluster.id, ExpertFilter(), limit=9)
    found = {one.profile.person_id: one.load for one in seen}
    assert found == {
        first.person_id: Load(open=1, handed_in=2, on_time=1),
        second.person_id: Load(open=0, handed_in=0, on_time=0),
    }
    free = list_experts(SYSTEM, cluster.id, ExpertFilter(most_open=0), limit=9)
    assert [one.profile.person_id for one in free] == [second.person_id]


def test_the_pool_counts_nothing_that_is_closed_to_the_reader(app):
    scene = make_scene(proposals=2)
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    make_expert(cluster, scene.jurors[0].person)
    owed, done = (make_assignment(scene.jurors[0], one) for one in scene.proposals)
    make_scorecard(done, 4, 3)
    tied = make_person()
    for number, load in ((0, Load(0, 1, 1)), (1, Load(1, 0, 0))):
        maker = db.session.get(Proposal, scene.proposals[number].id).organisation
        reader = actor_of(tied, maker)
        for wanted in (ExpertFilter(), ExpertFilter(most_open=load.open)):
            (one,) = list_experts(reader, cluster.id, wanted, limit=9)
            assert one.load == load
    assert owed.scorecard is None
