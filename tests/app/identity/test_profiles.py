"""What an organisation says of itself, on its pages and by the API."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries
from app.identity.models import OrganisationKind, SizeDeclaration
from app.identity.rules import MemberRole
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person

SECTOR = {
    "region": "DED2",
    "nace-0": "62.10 Computer programming activities",
    "nace-1": "",
    "nace-2": "C 25.62",
    "ecosystems": ["digital", "electronics"],
    "priorities": ["digital"],
    "own_priorities": "Mikroelektronik\nSaubere Energie",
    "keywords": "Machine vision, machine  VISION; Laser",
}
SIZE = {
    "accounting_year": "2024",
    "relation": "partner",
    "headcount": "under_50",
    "turnover": "to_10",
    "balance_sheet": "",
}


@pytest.fixture
def organisation(app):
    return make_organisation(name="Kistenfunk", country="DE")


@pytest.fixture
def owner(organisation):
    return make_member(organisation)


@pytest.fixture
def base(organisation):
    return f"/organisations/{encode_id(organisation.id)}"


@pytest.fixture
def headers(owner):
    return {"Authorization": f"Bearer {make_api_token(owner)}"}


def profile_of(organisation):
    db.session.expire_all()
    return queries.get_profile(queries.get_organisation(organisation.id))


def test_sector_and_region_are_kept_in_their_order(browser, owner, organisation, base):
    browser.sign_in(owner)
    assert browser.post(f"{base}/sector", SECTOR).location == f"{base}/sector"

    profile = profile_of(organisation)
    assert profile.organisation.region == "DED2"
    assert profile.codes("nace") == ["62.10", "25.62"]
    assert profile.codes("ecosystem") == ["digital", "electronics"]
    assert profile.texts("priority") == ["digital", "Mikroelektronik", "Saubere Energie"]
    assert profile.texts("keyword") == ["Machine vision", "Laser"]
    page = browser.get(f"{base}/sector").text
    assert 'value="62.10 Computer programming activities"' in page
    assert "Machine vision, Laser" in page


def test_a_wrong_sector_keeps_what_was_typed(browser, owner, base):
    browser.sign_in(owner)
    wrong = {"nace-0": "nonsense", "region": "PL91", "keywords": "x" * 61}
    answer = browser.post(f"{base}/sector", SECTOR | wrong)
    assert answer.status_code == 422
    assert "Choose an activity from the list" in answer.text
    assert 'value="nonsense"' in answer.text
    answer = browser.post(f"{base}/sector", SECTOR | {"region": "PL91"})
    assert (answer.status_code, "not in the country" in answer.text) == (422, True)


def test_moving_to_another_country_forgets_the_region(browser, owner, organisation, base):
    browser.sign_in(owner)
    browser.post(f"{base}/sector", SECTOR)
    browser.post(base, {"name": "Kistenfunk", "kind": "sme", "country": "PL"})
    assert profile_of(organisation).organisation.region is None


def test_the_profile_checks_the_vat_number_by_country(browser, owner, organisation, base):
    browser.sign_in(owner)
    form = {"name": "Kistenfunk", "kind": "sme", "country": "DE", "founded_year": "1999"}
    wrong = browser.post(base, form | {"vat_number": "136695977"})
    assert (wrong.status_code, "not a VAT number of that country" in wrong.text) == (422, True)
    assert browser.post(base, form | {"vat_number": "de 136 695 976"}).status_code == 302
    one = profile_of(organisation).organisation
    assert (one.vat_number, one.founded_year) == ("DE136695976", 1999)
    assert (
        browser.post(base, form | {"country": "PL", "vat_number": "DE136695976"}).status_code == 422
    )


def test_the_size_follows_from_the_figures_and_the_newest_counts(
    browser, owner, organisation, base
):
    browser.sign_in(owner)
    assert browser.post(f"{base}/size", SIZE).location == f"{base}/size"
    assert profile_of(organisation).organisation.size_class == "small"
    browser.post(f"{base}/size", SIZE | {"headcount": "under_250", "turnover": "to_50"})
    declared = queries.list_declarations(organisation.id)
    assert [one.size_class for one in declared] == ["medium", "small"]
    assert declared[0].declared_by_id == owner.id
    assert profile_of(organisation).organisation.size_class == "medium"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"turnover": ""}, "Choose the turnover, the balance sheet total, or both."),
        ({"accounting_year": "2198"}, "Take an accounting year that is closed"),
        ({"headcount": "many"}, "Choose one."),
        ({"accounting_year": "20x"}, "A whole number"),
    ],
)
def test_half_a_declaration_is_refused_at_its_field(
    browser, owner, organisation, base, wrong, said
):
    browser.sign_in(owner)
    answer = browser.post(f"{base}/size", SIZE | wrong)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert queries.list_declarations(organisation.id) == []


def test_a_declaration_without_figures_or_older_than_a_year_is_flagged(
    browser, owner, organisation, base
):
    browser.sign_in(owner)
    old = clock.now() - timedelta(days=367)
    saved(lambda: SizeDeclaration(organisation_id=organisation.id, size_class="small"))
    assert "chosen without figures" in browser.get(f"{base}/size").text
    with unit_of_work():
        db.session.query(SizeDeclaration).one().declared_at = old
    assert "older than a year" in browser.get(f"{base}/size").text


def test_the_size_of_a_sign_up_is_a_declaration_without_figures(browser):
    browser.sign_in(make_person())
    form = {"name": "Neu", "kind": "sme", "country": "DE", "size_class": "micro"}
    browser.post("/organisations/new", form)
    one = db.session.query(SizeDeclaration).one()
    assert (one.size_class, one.headcount) == ("micro", None)
    assert queries.get_organisation(one.organisation_id).size_class == "micro"


def test_offers_and_needs_are_added_changed_and_removed(browser, owner, organisation, base):
    browser.sign_in(owner)
    data = {"kind": "need", "text": "A laser lab", "keywords": "Laser, Schweißen"}
    assert browser.post(f"{base}/offers", data).location == f"{base}/offers"
    (offer,) = queries.list_offers(organisation.id)
    assert (offer.kind, offer.keywords) == ("need", ["Laser", "Schweißen"])
    assert offer.search_key == "a laser lab laser schweissen"
    path = f"{base}/offers/{encode_id(offer.id)}"
    browser.post(path, {"text": "A better lab", "keywords": ""})
    assert "A better lab" in browser.get(f"{base}/offers").text
    assert browser.post(f"{path}/remove", page=path).status_code == 302
    assert browser.post(f"{path}/remove", page=f"{base}/offers").status_code == 404
    assert browser.post(f"{base}/offers", {"kind": "need", "text": ""}).status_code == 422


def test_an_offer_of_another_organisation_is_not_found(browser, owner, base):
    other = make_organisation()
    theirs = make_member(other)
    browser.sign_in(theirs)
    browser.post(f"/organisations/{encode_id(other.id)}/offers", {"kind": "offer", "text": "x"})
    offer = encode_id(queries.list_offers(other.id)[0].id)
    browser.sign_in(owner)
    assert browser.get(f"{base}/offers/{offer}").status_code == 404
    assert browser.post(f"{base}/offers/{offer}/remove", page=f"{base}/offers").status_code == 404


def test_offers_are_not_without_end(client, organisation, headers, base):
    for _ in range(30):
        sent = {"kind": "offer", "text": "x"}
        assert client.post(f"/api/v1{base}/offers", json=sent, headers=headers).status_code == 201
    refused = client.post(f"/api/v1{base}/offers", json=sent, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (409, "too_many_offers")


def test_the_directory_is_entered_and_left(browser, owner, organisation, base):
    browser.sign_in(owner)
    page = f"{base}/directory"
    browser.post(page, {"is_listed": "1"})
    since = profile_of(organisation).organisation.listed_at
    assert since is not None
    browser.post(page, {"is_listed": "1"})
    assert profile_of(organisation).organisation.listed_at == since
    browser.post(page, {"is_listed": "0"})
    assert profile_of(organisation).organisation.listed_at is None


def test_only_a_cluster_has_a_cluster_s_profile(browser, owner, base):
    browser.sign_in(owner)
    assert browser.get(f"{base}/cluster").status_code == 404
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    page = f"/organisations/{encode_id(cluster.id)}/cluster"
    browser.sign_in(make_member(cluster))
    data = {"staff": "half_to_2", "members": "40", "smes": "30", "services": ["training"]}
    assert browser.post(page, data).location == page
    text = browser.get(page).text
    assert "members of at least two kinds" in text
    profile = queries.find_cluster_profile(cluster.id)
    assert (profile.members, profile.startups, profile.services) == (40, None, ["training"])
    assert browser.post(page, {"members": "-1"}).status_code == 422


def test_members_read_the_profile_and_owners_what_is_missing(browser, owner, organisation, base):
    browser.sign_in(owner)
    assert "Declare your size" in browser.get(base).text
    browser.sign_in(make_member(organisation, role=MemberRole.MEMBER))
    page = browser.get(base)
    assert (page.status_code, "Its owners change" in page.text) == (200, True)
    assert browser.post(base, {"name": "Mine"}, page="/home").status_code == 403
    assert browser.get(f"{base}/sector").status_code == 403


def test_a_whole_profile_takes_few_statements(app, owner, organisation, base, count_queries):
    browser = Browser(app).sign_in(owner)
    counts = []
    for more in (1, 2):
        for number in range(more):
            text = {"kind": "offer", "text": f"Offer {more}{number}"}
            browser.post(f"{base}/offers", text)
            browser.post(f"{base}/sector", SECTOR | {"keywords": f"a, b{more}"})
        db.session.remove()
        with count_queries as n:
            assert browser.get(base).status_code == 200
        counts.append(n.count)
    assert counts == [7, 7]


def test_programs_read_and_write_a_profile(client, headers, organisation, base):
    path = f"/api/v1{base}"
    sector = {
        "region": "DED2",
        "nace": ["62.10"],
        "ecosystems": ["digital"],
        "priorities": ["health"],
        "own_priorities": ["Mikroelektronik"],
        "keywords": ["Laser"],
    }
    answer = client.put(f"{path}/sector", json=sector, headers=headers)
    own = ["health", "Mikroelektronik"]
    expected = {key: sector[key] for key in sector if key != "own_priorities"}
    assert answer.json == expected | {"priorities": own}
    figures = SIZE | {"accounting_year": 2024, "balance_sheet": None}
    made = client.post(f"{path}/size-declarations", json=figures, headers=headers)
    assert (made.status_code, made.json["size_class"]) == (201, "small")
    listed = client.put(f"{path}/listing", json={"is_listed": True}, headers=headers)
    assert listed.json["listed_at"] is not None
    profile = client.get(f"{path}/profile", headers=headers).json
    assert sorted(profile) == [
        *("cluster", "completeness", "has_logo", "listed_at", "offers", "sector", "size")
    ]
    assert profile["size"]["size_class"] == "small"
    assert profile["completeness"]["missing"] == [
        *("description", "offers", "needs", "website", "logo")
    ]
    stranger = {"Authorization": f"Bearer {make_api_token(make_person())}"}
    assert client.get(f"{path}/profile", headers=stranger).status_code == 404
    assert client.put(f"{path}/sector", json=sector, headers=stranger).status_code == 404
