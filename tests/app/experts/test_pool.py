import pytest

from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.uow import in_unit_of_work, unit_of_work
from app.experts import queries
from app.experts.models import ExpertEmployer, ExpertLabel, ExpertPlace, ExpertProfile
from app.experts.rules import CONSENT, Audience, Employer, ExpertFilter, ExpertWords
from app.experts.services import ask_expert, leave_pool, save_profile
from app.identity.models import OrganisationKind, Person
from app.identity.services import change_profile
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.invitations import accept
from tests.worker import run_jobs


def cluster_with_manager(name="Elbtal"):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name=name)
    manager = make_person()
    make_member(cluster, manager)
    return cluster, actor_of(manager, cluster)


def names(cluster, **wanted):
    found = queries.list_experts(SYSTEM, cluster.id, ExpertFilter(**wanted), limit=50)
    return [one.profile.person.family_name for one in found]


def test_whoever_is_asked_agrees_to_the_words_and_is_in_the_pool_of_that_cluster(app):
    cluster, manager = cluster_with_manager()
    other, _ = cluster_with_manager("Wisła")
    person = make_person(family_name="Pappas")
    sent = in_unit_of_work(lambda: ask_expert(manager, cluster.id, email=person.email))
    assert names(cluster) == []
    accept(person, sent)
    profile = queries.get_profile(person.id)
    assert (profile.consent_text, names(cluster), names(other)) == (CONSENT, ["Pappas"], [])
    with pytest.raises(Conflict, match="already_in_pool"):
        in_unit_of_work(lambda: ask_expert(manager, cluster.id, email=person.email))


def test_two_clusters_may_ask_the_same_person(app):
    cluster, _ = cluster_with_manager()
    other, manager = cluster_with_manager("Wisła")
    person = make_person(family_name="Pappas")
    make_expert(cluster, person, topics=("energy",))
    accept(person, in_unit_of_work(lambda: ask_expert(manager, other.id, email=person.email)))
    assert (names(cluster), names(other, topic="energy")) == (["Pappas"], ["Pappas"])


def test_an_expert_of_the_partnership_is_found_by_every_cluster(app):
    cluster, _ = cluster_with_manager()
    other, _ = cluster_with_manager("Wisła")
    make_expert(cluster, make_person(family_name="Own"))
    shared = make_person(family_name="Shared")
    make_expert(cluster, shared, shared_with=Audience.PARTNERSHIP)
    assert (names(cluster), names(other)) == (["Own", "Shared"], ["Shared"])


def test_only_those_who_act_for_a_cluster_see_its_pool(app):
    cluster, manager = cluster_with_manager()
    firm = make_organisation(name="Firm")
    worker = make_person()
    make_member(firm, worker)
    assert queries.get_pool(manager, cluster.id).id == cluster.id
    for actor, place in ((actor_of(worker), cluster), (actor_of(worker), firm)):
        with pytest.raises(NotFound):
            queries.get_pool(actor, place.id)


def test_the_pool_is_filtered_by_what_experts_said(app):
    cluster, _ = cluster_with_manager()
    make_expert(
        cluster,
        make_person(given_name="Agnieszka", family_name="Żółkiewska"),
        topics=("food", "energy"),
        languages=("pl", "en"),
        country="PL",
        keywords=("Cold chain",),
    )
    make_expert(
        cluster,
        make_person(given_name="Десислава", family_name="Пеева"),
        topics=("resilience",),
        languages=("bg",),
        country="BG",
        organisation_name="Balkan Kabel",
    )
    assert names(cluster, topic="energy") == ["Żółkiewska"]
    assert names(cluster, language="bg") == ["Пеева"]
    assert names(cluster, country="PL") == ["Żółkiewska"]
    for text in ("zolkiewska", "COLD", "Peeva", "пеева", "kabel"):
        assert len(names(cluster, text=text)) == 1, text
    assert names(cluster, text="peeva", topic="energy") == []


def test_the_list_asks_as_much_for_three_as_for_one(app, count_queries):
    cluster, _ = cluster_with_manager()
    cluster_id = cluster.id
    make_expert(cluster, topics=("food",), employers=(Employer("Firm"),))
    db.session.expire_all()
    with count_queries:
        queries.list_experts(SYSTEM, cluster_id, ExpertFilter(), limit=50)
    one = count_queries.count
    for _n in range(2):
        make_expert(cluster, topics=("food",), employers=(Employer("Firm"),))
    db.session.expire_all()
    with count_queries:
        assert len(queries.list_experts(SYSTEM, cluster_id, ExpertFilter(), limit=50)) == 3
    assert (one, count_queries.count) == (3, 3)


def test_a_profile_is_said_anew_and_knows_its_employers(app):
    cluster, _ = cluster_with_manager()
    known = make_organisation(name="Šiluma UAB", search_key="siluma uab")
    person = make_person()
    make_expert(cluster, person, topics=("food", "energy"), keywords=("Heat",))
    words = ExpertWords(
        topics=("energy", "green"),
        strengths="Heat pumps",
        employers=(Employer("siluma uab", None, 2010, 2015), Employer("Elsewhere")),
    )
    in_unit_of_work(lambda: save_profile(actor_of(person), words))
    db.session.expire_all()
    fit = queries.list_fit_profiles([person.id, cluster.id])
    assert list(fit) == [person.id]
    assert fit[person.id].topics == {"energy", "green"}
    assert fit[person.id].texts == ("Heat pumps",)
    assert fit[person.id].employers == (
        Employer("siluma uab", known.id, 2010, 2015),
        Employer("Elsewhere"),
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (ExpertWords(topics=("alchemy",)), "topic_unknown"),
        (ExpertWords(employers=(Employer("Firm", None, 2015, 2010),)), "years_out_of_order"),
    ],
)
def test_what_does_not_hold_is_refused(app, words, code):
    cluster, _ = cluster_with_manager()
    person = make_person()
    make_expert(cluster, person)
    with pytest.raises(Invalid, match=code):
        in_unit_of_work(lambda: save_profile(actor_of(person), words))


def test_whoever_leaves_is_gone_with_all_that_they_said(app):
    cluster, _ = cluster_with_manager()
    person = make_person()
    make_expert(cluster, person, topics=("food",), employers=(Employer("Firm"),))
    with unit_of_work():
        leave_pool(actor_of(person))
    kinds = (ExpertProfile, ExpertLabel, ExpertEmployer, ExpertPlace)
    assert [db.session.query(kind).count() for kind in kinds] == [0, 0, 0, 0]
    assert db.session.get(Person, person.id) is not None
    with pytest.raises(NotFound), unit_of_work():
        leave_pool(actor_of(person))


def test_an_expert_is_found_by_their_new_name(app):
    cluster, _ = cluster_with_manager()
    person = make_person(given_name="Eglė", family_name="Before")
    make_expert(cluster, person)
    with unit_of_work():
        change_profile(actor_of(person), family_name="Žukauskaitė")
    run_jobs()
    assert names(cluster, text="zukauskaite") == ["Žukauskaitė"]


def test_whose_account_is_closed_is_not_found(app):
    cluster, _ = cluster_with_manager()
    person = make_person()
    make_expert(cluster, person)
    with unit_of_work():
        db.session.get(Person, person.id).disabled_at = person.created_at
    assert names(cluster) == []
