import pytest

from app.core.ids import encode_id
from app.identity.rules.profiles import LabelKind
from tests.factories.directory import add_label, add_offer, join_cluster, make_cluster, make_listed
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person


def fill(number):
    cluster = make_cluster(name="Cluster")
    for n in range(number):
        one = make_listed(name=f"Firm {n}", country="DE", region="DED2", city="Dresden")
        add_label(one, LabelKind.NACE, "25.62")
        add_label(one, LabelKind.ECOSYSTEM, "digital")
        add_offer(one, "Test bench")
        join_cluster(cluster, one)
    return cluster, one


@pytest.mark.parametrize("number", [1, 3])
def test_the_directory_takes_the_same_statements_whatever_the_rows(client, count_queries, number):
    fill(number)

    with count_queries as queries:
        page = client.get("/directory")

    assert page.status_code == 200
    assert f"Firm {number - 1}" in page.text
    assert queries.count == 4


@pytest.mark.parametrize("number", [1, 3])
def test_a_cluster_and_the_mapping_take_the_same_statements(client, count_queries, number):
    cluster, _one = fill(number)

    with count_queries as queries:
        page = client.get(f"/clusters/{encode_id(cluster.id)}")
    assert f"Firm {number - 1}" in page.text
    assert queries.count == 12

    with count_queries as queries:
        assert client.get("/cluster-mapping").status_code == 200
    assert queries.count == 5


def test_filters_stay_in_the_address_as_chips_that_take_themselves_away(client):
    fill(1)

    page = client.get("/directory?country=DE&kind=sme&sort=newest")

    assert 'href="/directory?kind=sme&amp;sort=newest"' in page.text
    assert 'href="/directory?country=DE&amp;sort=newest"' in page.text
    assert 'href="/directory?country=DE&amp;kind=sme&amp;sort=newest&amp;sector=C"' in page.text


@pytest.mark.parametrize(
    "query",
    ["sort=password_hash", "country=XX", "region=%27--", "kind=x", "sector=%2525", "cluster=1"],
)
def test_what_makes_no_sense_filters_nothing(client, query):
    fill(1)

    assert "Firm 0" in client.get(f"/directory?{query}").text


def test_the_export_is_what_is_seen_and_runs_no_formula(client):
    make_listed(name="=HYPERLINK(1)", country="PL")
    make_listed(name="Other", country="DE")

    page = client.get("/directory.csv?country=PL")

    assert page.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in page.text
    assert "Other" not in page.text


def test_the_page_of_an_organisation_shows_no_person(client, app):
    cluster, one = fill(1)

    page = client.get(f"/directory/{encode_id(one.id)}")

    assert "Test bench" in page.text
    assert encode_id(cluster.id) in page.text
    assert "@" not in page.text.split("<main")[1]


def test_nothing_but_404_for_what_is_not_listed(client):
    hidden = encode_id(make_organisation(name="Hidden").id)

    for path in (f"/directory/{hidden}", f"/clusters/{hidden}"):
        assert client.get(path).status_code == 404


def test_the_mapping_exports_every_cluster(client):
    fill(1)

    page = client.get("/cluster-mapping.csv")

    assert "Cluster" in page.text
    assert "Training and skills" in page.text


def test_signed_in_people_keep_their_frame(browser):
    fill(1)

    page = browser.sign_in(make_person()).get("/directory")

    assert "sidenav" in page.text


def test_programs_page_through_the_directory(client):
    _cluster, one = fill(3)
    head = {"Authorization": "Bearer " + make_api_token(make_person(), "read")}

    first = client.get("/api/v1/directory?limit=2", headers=head).json
    rest = client.get(f"/api/v1/directory?cursor={first['next_cursor']}", headers=head).json
    found = {item["name"] for item in first["items"] + rest["items"]}

    assert found == {"Cluster", "Firm 0", "Firm 1", "Firm 2"}
    assert rest["next_cursor"] is None
    detail = client.get(f"/api/v1/directory/{encode_id(one.id)}", headers=head).json
    assert detail["offers"] == ["Test bench"]
    assert [cluster["name"] for cluster in detail["clusters"]] == ["Cluster"]
    (mapped,) = client.get("/api/v1/cluster-mapping", headers=head).json["items"]
    assert mapped["members_by_kind"] == {"sme": 3}
    assert mapped["profile"]["services"] == ["training"]


@pytest.mark.parametrize("query", ["kind=x", "region=XX99", "sector=0", "cluster=1", "country=XX"])
def test_programs_are_told_of_filters_that_do_not_exist(client, query):
    head = {"Authorization": "Bearer " + make_api_token(make_person(), "read")}

    assert client.get(f"/api/v1/directory?{query}", headers=head).status_code == 422


def test_whoever_enters_an_organisation_is_asked_whether_it_is_one_of_these(browser):
    make_listed(name="Kristalis Semicon AG", country="DE", city="Dresden")
    values = {"name": "Kristalis Semikon GmbH", "kind": "sme", "country": "DE"}
    browser.sign_in(make_person())

    asked = browser.post("/organisations/new", values)
    made = browser.post("/organisations/new", values | {"is_new": "1"})

    assert asked.status_code == 200
    assert "Is it one of these?" in asked.text
    assert "Kristalis Semicon AG" in asked.text
    assert made.status_code == 302


def test_who_looks_after_organisations_is_led_to_asking_a_cluster(browser):
    cluster, member = make_cluster(name="Cluster"), make_listed(name="Inside")
    join_cluster(cluster, member)
    page = f"/clusters/{encode_id(cluster.id)}"
    assert "Ask to join" not in browser.get(page).text

    company = make_organisation(name="Kistenfunk")
    person = make_member(company)
    make_member(member, person)
    browser.sign_in(person)
    asking = f"/organisations/{encode_id(company.id)}/clusters?cluster={encode_id(cluster.id)}"
    shown = browser.get(page).text
    assert ("Ask to join" in shown, f'href="{asking}"' in shown) == (True, True)
    assert f'<option value="{encode_id(cluster.id)}" selected>Cluster' in browser.get(asking).text

    second = make_organisation(name="Other works")
    make_member(second, person)
    shown = browser.get(page).text
    assert "Choose which of your organisations asks." in shown
    assert all(encode_id(one.id) + "/clusters" in shown for one in (company, second))
    assert encode_id(member.id) + "/clusters" not in shown
