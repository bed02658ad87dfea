"""Decidim (CVE-2026-40870): a filter of the API showed what was not published.

An organisation that is not listed has a canary in everything that it says of itself. No search,
filter, order, choice, count, bar, export, cluster page, mapping or suggestion tells of it.
"""

import re

import pytest

from app.core.ids import encode_id
from app.identity.models import OrganisationKind
from app.identity.queries.similar import find_similar
from app.identity.rules.profiles import LabelKind, OfferKind
from app.identity.rules.similarity import Likeness
from tests.factories.directory import add_label, add_offer, join_cluster, make_cluster, make_listed
from tests.factories.identity import make_api_token, make_organisation, make_person

CANARY = "zzcanary"
QUERIES = [
    *("", "q=zzcanary", "country=MT", "region=MT00", "kind=investor", "sector=A", "sector=01.11"),
    *("ecosystem=tourism", "sort=newest", "sort=country", "country=MT&kind=investor&sector=A"),
]
PAGES = ["/directory", "/directory.csv", "/api/v1/directory", "/cluster-mapping", "/", "/events"]


def make_hidden() -> tuple[str, str]:
    """Make an organisation and a cluster that are not listed, beside one of each that are."""
    hidden = make_organisation(
        name=f"{CANARY} works",
        search_key=f"{CANARY} works",
        country="MT",
        region="MT00",
        city=CANARY,
        website=f"https://{CANARY}.example",
        description=CANARY,
        kind=OrganisationKind.INVESTOR,
        vat_number="MT11679112",
    )
    add_label(hidden, LabelKind.NACE, "01.11")
    add_label(hidden, LabelKind.ECOSYSTEM, "tourism")
    add_label(hidden, LabelKind.KEYWORD, CANARY)
    add_offer(hidden, CANARY)
    add_offer(hidden, CANARY, OfferKind.NEED)
    secret = make_organisation(name=f"{CANARY} cluster", kind=OrganisationKind.CLUSTER)
    cluster = make_cluster(name="Cluster", country="PL", region="PL71")
    shown = make_listed(name="Shown", country="PL", region="PL71")
    for one in (hidden, shown):
        join_cluster(cluster, one)
        join_cluster(secret, one)
    return encode_id(cluster.id), encode_id(secret.id)


@pytest.mark.parametrize("query", QUERIES)
def test_no_parameter_tells_of_an_organisation_that_is_not_listed(client, query):
    cluster, secret = make_hidden()
    head = {"Authorization": "Bearer " + make_api_token(make_person(), "read")}

    for path in (*PAGES, f"/clusters/{cluster}", "/cluster-mapping.csv", "/api/v1/cluster-mapping"):
        page = client.get(f"{path}?{query}", headers=head)
        assert f"{CANARY} works" not in page.text
        assert f"{CANARY} cluster" not in page.text
        assert CANARY not in page.text or "q=" in query  # what is looked for stands in the field
    for path in ("/directory", "/directory.csv", "/api/v1/directory"):
        assert CANARY not in client.get(f"{path}?cluster={secret}", headers=head).text


def test_counts_and_choices_are_those_of_the_listed_alone(client):
    cluster, secret = make_hidden()

    page = client.get("/directory").text
    assert "2 organisations" in page
    assert "Malta" not in page
    assert "Agriculture" not in page.split("All sectors")[1].split("</select>")[1]
    assert "1 organisation" in client.get(f"/directory?cluster={cluster}").text
    assert "Nobody fits" in client.get(f"/directory?cluster={secret}").text
    assert "Nobody fits" in client.get("/directory?country=MT").text


def test_a_hidden_cluster_and_none_at_all_are_the_same(client):
    _cluster, secret = make_hidden()
    none = encode_id(12345)

    first, second = (client.get(f"/directory?cluster={one}") for one in (secret, none))

    assert bare(first, secret) == bare(second, none)
    for path in ("/directory/", "/clusters/"):
        hidden, absent = client.get(path + secret), client.get(path + none)
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert bare(hidden, secret) == bare(absent, none)


def bare(page, own_id: str) -> str:
    """Return a page without its id and what is new on every page."""
    return re.sub(r'nonce="[^"]*"|value="[^"]{40,}"', "", page.text.replace(own_id, ""))


def test_whoever_enters_an_organisation_does_not_learn_of_a_hidden_twin(browser):
    make_hidden()
    browser.sign_in(make_person())
    values = {"kind": "sme", "country": "MT", "name": f"{CANARY} Works Ltd"}

    page = browser.post("/organisations/new", values)

    assert page.status_code == 302
    assert find_similar(Likeness.of(f"{CANARY} works", country="MT")) == []
