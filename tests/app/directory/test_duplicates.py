import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.core.authz import Actor
from app.core.db import Base, db
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.merging import references_to
from app.core.uow import unit_of_work
from app.directory.messages import TABLES
from app.directory.models import DuplicatePair
from app.directory.queries import duplicates, listing
from app.directory.services.finding import dismiss_duplicate, note_duplicates
from app.directory.services.merging import answer_merge, ask_to_merge, merge_pair
from app.identity import queries as identity_queries
from app.identity.models import Membership, Organisation, OrganisationAlias, OrganisationKind
from app.identity.queries.similar import find_similar
from app.identity.rules.similarity import Likeness
from tests.factories.directory import add_offer, join_cluster, make_cluster, make_listed
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)

OPERATOR = Actor(person_id=None, is_operator=True)


def noted(organisation):
    with unit_of_work():
        note_duplicates(organisation.id)
    return db.session.scalars(select(DuplicatePair)).all()


def make_pair(**second):
    """Make two organisations that look like one; return what outlives their rows."""
    one = make_listed(name="Balkan Kabel AD", country="BG")
    other = make_listed(**({"name": "Балкан Кабел ЕАД", "country": "BG"} | second))
    (row,) = noted(other)
    values = {name: getattr(row, name) for name in ("id", "first_id", "second_id")}
    rest = {name: getattr(row, name) for name in ("reasons", "weight", "state")}
    return (
        SimpleNamespace(id=one.id),
        SimpleNamespace(id=other.id),
        SimpleNamespace(**values, **rest),
    )


def operator():
    return actor_of(make_person(is_operator=True), is_operator=True)


def test_a_new_organisation_is_compared_with_all_that_are_here(app):
    make_organisation(name="Zielona Dolina", country="PL", search_key="zielona dolina")
    one, other, row = make_pair(latin_name="Balkan Kabel")

    assert {row.first_id, row.second_id} == {one.id, other.id}
    assert (row.reasons, row.weight, row.state) == (["same_name"], 80, "open")
    assert len(noted(one)) == 1


def test_what_no_longer_looks_alike_is_forgotten_and_what_was_dismissed_stays_so(app):
    who = operator()
    _one, other, row = make_pair(latin_name="Balkan Kabel")
    with unit_of_work():
        dismiss_duplicate(who, row.id)
    assert [found.state for found in noted(other)] == ["dismissed"]

    with unit_of_work():
        db.session.get(Organisation, other.id).name = "Something else"
    assert [found.state for found in noted(other)] == ["dismissed"]

    third = make_listed(name="Balkan Kabel", country="BG")
    noted(third)
    with unit_of_work():
        db.session.get(Organisation, third.id).name = "Third"
    assert [found.state for found in noted(third)] == ["dismissed"]


def test_whoever_enters_an_organisation_is_shown_only_what_the_directory_shows(app):
    listed = make_listed(name="Kristalis Semicon AG", country="DE")
    make_organisation(name="Kristalis Semikon", country="DE", search_key="kristalis semikon")

    found = find_similar(Likeness.of("Kristalis Semicon GmbH", country="DE"))

    assert [one.organisation.id for one in found] == [listed.id]
    everything = find_similar(
        Likeness.of("Kristalis Semicon GmbH", country="DE"), listed_only=False
    )
    assert len(everything) == 2


def test_the_same_vat_number_and_website_are_found_whatever_the_name(app):
    vat = make_listed(name="Alpha", country="PL", vat_number="DE129273398")
    site = make_listed(name="Beta", country="DE", website="https://www.voltmar.eu/")

    wanted = Likeness.of("Q", country="DE", vat_number="DE129273398", website="http://voltmar.eu")

    assert [one.organisation.id for one in find_similar(wanted)] == [vat.id, site.id]


def test_merging_moves_everything_and_the_old_id_leads_to_the_survivor(app):
    who = operator()
    one, other, row = make_pair(latin_name="Balkan Kabel", city="Бургас", website="https://b.eu")
    staff, both = make_member(other), make_member(one, role="member")
    make_member(other, both)
    add_offer(other, "Cable")

    with unit_of_work():
        kept = merge_pair(who, row.id, keep=one.id)

    assert (kept.latin_name, kept.city, kept.website) == ("Balkan Kabel", "Бургас", "https://b.eu")
    assert kept.search_key == "balkan kabel ad balkan kabel"
    assert db.session.get(Organisation, other.id) is None
    assert identity_queries.get_organisation(other.id).id == one.id
    assert listing.get_entry(one.id).offers == ["Cable"]
    roles = dict(db.session.execute(select(Membership.person_id, Membership.role)).all())
    assert roles == {staff.id: "owner", both.id: "member"}
    assert db.session.query(DuplicatePair).count() == 0


def test_an_old_id_leads_on_through_two_merges(app):
    who = operator()
    one, other, row = make_pair(latin_name="Balkan Kabel")
    with unit_of_work():
        merge_pair(who, row.id, keep=one.id)
    third = make_listed(name="Balkan Kabel", country="BG")
    (row,) = noted(third)
    pair_id, third_id = row.id, third.id
    with unit_of_work():
        merge_pair(who, pair_id, keep=third_id)

    assert identity_queries.get_organisation(other.id).id == third_id
    assert db.session.query(OrganisationAlias).count() == 2


def test_the_audit_log_says_what_moved(app):
    from app.core.audit import AuditEntry

    who = operator()
    one, other, row = make_pair(latin_name="Balkan Kabel")
    make_member(other)
    with unit_of_work():
        merge_pair(who, row.id, keep=one.id)

    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    details = json.dumps(entry.payload)
    assert str(other.id) in details
    assert "membership 1" in details
    assert "duplicate_pair 1" in details


def test_who_may_do_what(app):
    one, other, row = make_pair(latin_name="Balkan Kabel")
    cluster = make_cluster(name="Cluster")
    join_cluster(cluster, one)
    owner_of_one = actor_of(make_member(one), one)
    owner_of_both = actor_of(make_person(), one, other)
    member = actor_of(make_member(one, role="member"), one, administered_ids=frozenset())
    manager = actor_of(make_person(), cluster)
    stranger = actor_of(make_person(), make_organisation())

    def seen(actor):
        listed = [shown.row.id for shown in duplicates.list_pairs(actor, limit=9)]
        try:
            duplicates.get_pair(actor, row.id)
        except NotFound:
            assert listed == []
            return False
        assert listed == [row.id]
        return True

    assert [seen(who) for who in (operator(), owner_of_one, owner_of_both)] == [True] * 3
    assert [seen(who) for who in (member, manager, stranger)] == [False] * 3
    join_cluster(cluster, other)
    assert seen(manager)

    for who in (owner_of_one, manager):
        with pytest.raises(Forbidden), unit_of_work():
            merge_pair(who, row.id, keep=one.id)
    with pytest.raises(Forbidden), unit_of_work():
        dismiss_duplicate(owner_of_one, row.id)
    with pytest.raises(NotFound), unit_of_work():
        merge_pair(stranger, row.id, keep=one.id)
    with pytest.raises(Invalid), unit_of_work():
        merge_pair(owner_of_both, row.id, keep=cluster.id)
    with unit_of_work():
        assert merge_pair(owner_of_both, row.id, keep=other.id).id == other.id


def test_an_owner_does_not_learn_of_a_twin_that_is_not_listed(app):
    one, _other, row = make_pair(latin_name="Balkan Kabel", listed_at=None)
    owner = actor_of(make_member(one), one)

    assert duplicates.list_pairs(owner, limit=9) == []
    with pytest.raises(NotFound):
        duplicates.get_pair(owner, row.id)


def test_two_owners_agree(app):
    one, other, row = make_pair(latin_name="Balkan Kabel")
    asking, answering = actor_of(make_member(one), one), actor_of(make_member(other), other)

    with pytest.raises(Forbidden), unit_of_work():
        answer_merge(answering, row.id, is_accepted=True)  # nobody asked
    with unit_of_work():
        ask_to_merge(asking, row.id)
    with pytest.raises(Conflict, match="merge_asked"), unit_of_work():
        ask_to_merge(asking, row.id)
    with pytest.raises(Forbidden), unit_of_work():
        answer_merge(asking, row.id, is_accepted=True)  # one side alone
    with unit_of_work():
        answer_merge(answering, row.id, is_accepted=False)
    with unit_of_work():
        ask_to_merge(asking, row.id)
    with unit_of_work():
        kept = answer_merge(answering, row.id, is_accepted=True)

    assert kept.id == other.id
    assert db.session.get(Organisation, one.id) is None


def test_a_cluster_is_merged_only_with_a_cluster(app):
    who = operator()
    _one, other, row = make_pair(latin_name="Balkan Kabel", kind=OrganisationKind.CLUSTER)

    with pytest.raises(Conflict, match="cluster_with_cluster"), unit_of_work():
        merge_pair(who, row.id, keep=other.id)


def test_the_pages_lead_an_operator_through_a_merge(browser):
    one, other, row = make_pair(latin_name="Balkan Kabel")
    make_member(other, given_name="Neli", family_name="Koleva")
    path = f"/duplicates/{encode_id(row.id)}"
    browser.sign_in(make_person(is_operator=True))

    assert "/duplicates" in browser.get("/home").text
    assert "Same name" in browser.get("/duplicates").text
    page = browser.get(path + ("?keep=first" if row.first_id == one.id else "?keep=second"))
    assert "Neli Koleva" in page.text
    assert "What moves" in page.text
    assert browser.post(path, {"keep": encode_id(one.id)}).location == "/duplicates"
    assert "No two look alike" in browser.get("/duplicates").text
    moved = browser.get(f"/directory/{encode_id(other.id)}")
    assert moved.location == f"/directory/{encode_id(one.id)}"


def test_the_pages_let_two_owners_agree(browser, app):
    from tests.client import Browser

    one, other, row = make_pair(latin_name="Balkan Kabel")
    path = f"/duplicates/{encode_id(row.id)}"
    asking, answering = browser.sign_in(make_member(one)), Browser(app).sign_in(make_member(other))

    assert asking.post(path + "/ask", page=path).status_code == 302
    assert "were asked" in asking.get(path).text
    assert "Decline" in answering.get(path).text
    assert answering.post(path + "/accept", page=path).status_code == 302
    assert db.session.get(Organisation, one.id) is None


def test_programs_do_the_same(client):
    one, other, row = make_pair(latin_name="Balkan Kabel")
    owner = make_member(one)
    make_member(other, owner)
    head = {"Authorization": "Bearer " + make_api_token(owner)}
    path = f"/api/v1/duplicates/{encode_id(row.id)}"

    (listed,) = client.get("/api/v1/duplicates", headers=head).json["items"]
    assert listed["reasons"] == ["same_name"]
    assert client.get(path, headers=head).json == listed
    keep = encode_id(one.id)
    preview = client.get(f"{path}/preview?keep={keep}", headers=head).json
    assert preview == {
        "moves": {"duplicate_pair": 1, "membership": 1},
        "newcomers": 0,
        "refusals": [],
    }
    assert client.post(f"{path}/dismiss", headers=head).status_code == 403
    merged = client.post(f"{path}/merge", json={"keep": keep}, headers=head)
    assert merged.json["id"] == keep
    again = client.get(f"/api/v1/organisations/{encode_id(other.id)}", headers=head)
    assert again.json["id"] == keep


def test_a_decision_is_taken_once(app):
    who = operator()
    _one, _other, row = make_pair(latin_name="Balkan Kabel")
    with unit_of_work():
        dismiss_duplicate(who, row.id)

    with pytest.raises(DomainError, match="duplicate_decided"), unit_of_work():
        dismiss_duplicate(who, row.id)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_takes_the_same_statements_whatever_the_rows(browser, count_queries, number):
    for n in range(number):
        for _twice in range(2):
            made = make_listed(name=f"{'abcdefg'[n] * 9} works", country="DE")
        noted(made)
    browser.sign_in(make_person(is_operator=True))
    browser.get("/duplicates")

    with count_queries as queries:
        assert "works" in browser.get("/duplicates").text
    assert queries.count == 4


def test_a_preview_of_a_merge_has_words_for_all_that_moves():
    referring = {one.table.name for one in references_to(Base.metadata.tables["organisation"])}
    assert set(TABLES) == referring
