"""CVE-2026-93661: the ids in a body never move a record to another owner."""

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.identity import queries
from app.identity.models import OfferNeed, Organisation, OrganisationKind
from tests.factories.identity import make_api_token, make_member, make_organisation

FOREIGN = (
    "id",
    "organisation_id",
    "owner_id",
    "cluster_id",
    "person_id",
    "listed_at",
    "size_class",
)


@pytest.fixture
def own(app):
    return make_organisation(name="Own")


@pytest.fixture
def headers(own):
    return {"Authorization": f"Bearer {make_api_token(make_member(own))}"}


def row_of(organisation):
    db.session.expire_all()
    one = db.session.get(Organisation, organisation.id)
    return {column.name: getattr(one, column.name) for column in Organisation.__table__.columns}


@pytest.mark.parametrize("name", FOREIGN)
def test_an_organisation_is_changed_where_it_is(client, own, headers, name):
    other = make_organisation(name="Other")
    before = row_of(own), row_of(other)
    path = f"/api/v1/organisations/{encode_id(own.id)}"
    for rest in ({}, {"name": "Moved"}):
        sent = client.patch(path, json=rest | {name: encode_id(other.id)}, headers=headers)
        assert (sent.status_code, sent.json["code"]) == (422, "invalid")
        assert list(
            sent.json["errors"]["json"] if "json" in sent.json["errors"] else sent.json["errors"]
        ) == [name]
    assert (row_of(own), row_of(other)) == before


@pytest.mark.parametrize("name", FOREIGN)
def test_offers_sizes_roles_and_memberships_stay_where_they_are(client, own, headers, name):
    other = encode_id(make_organisation(name="Other").id)
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    base = f"/api/v1/organisations/{encode_id(own.id)}"
    offer = client.post(f"{base}/offers", json={"kind": "need", "text": "x"}, headers=headers).json
    size = {
        "accounting_year": 2024,
        "headcount": "under_10",
        "turnover": "to_2",
        "relation": "autonomous",
    }
    person = encode_id(queries.list_memberships(own)[0].person_id)
    requests = [
        ("PUT", f"{base}/offers/{offer['id']}", {"text": "y"}),
        ("POST", f"{base}/offers", {"kind": "need", "text": "y"}),
        ("POST", f"{base}/size-declarations", size),
        ("PUT", f"{base}/listing", {"is_listed": True}),
        ("PUT", f"{base}/sector", {}),
        ("PATCH", f"{base}/members/{person}", {"role": "owner"}),
        ("POST", f"{base}/clusters", {"cluster_id": encode_id(cluster.id)}),
    ]
    for method, path, body in requests:
        if name in body:
            continue
        sent = client.open(path, method=method, json=body | {name: other}, headers=headers)
        assert (sent.status_code, sent.json["code"]) == (422, "invalid"), path
    assert [(one.organisation_id, one.text) for one in db.session.query(OfferNeed)] == [
        (own.id, "x")
    ]


def test_ids_in_the_body_of_a_page_are_not_read(browser, own):
    owner, other = make_member(own), make_organisation(name="Other")
    before = row_of(other)
    browser.sign_in(owner)
    path = f"/organisations/{encode_id(own.id)}"
    foreign = dict.fromkeys(FOREIGN, encode_id(other.id))
    form = {"name": "New", "kind": "sme", "country": "DE"}
    assert browser.post(path, foreign | form).status_code == 302
    assert (row_of(own)["name"], row_of(own)["id"], row_of(other)) == ("New", own.id, before)
