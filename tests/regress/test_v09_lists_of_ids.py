"""Indico (CVE-2025-59034, CVE-2025-53640): a list of ids got out people in bulk.

The directory takes no list of ids at all: a filter has one value, and an id that is repeated or
joined to others gives no more than a single one would.
"""

import pytest

from app.core.ids import encode_id
from tests.factories.directory import join_cluster, make_cluster, make_listed
from tests.factories.identity import make_api_token, make_organisation, make_person

CANARY = "Canary Hidden Works"


def bearer() -> dict[str, str]:
    return {"Authorization": "Bearer " + make_api_token(make_person(), "read")}


def test_no_parameter_of_the_api_takes_a_list_without_a_limit(client):
    """Whatever takes a list says how long it may be, and at most 50."""
    document = client.get("/api/openapi.json").json
    unlimited = [
        (path, parameter["name"])
        for path, item in document["paths"].items()
        for operation in item.values()
        if isinstance(operation, dict)
        for parameter in operation.get("parameters", ())
        if parameter.get("in") == "query"
        and parameter.get("schema", {}).get("type") == "array"
        and not parameter["schema"].get("maxItems", 10**6) <= 50
    ]
    assert unlimited == []


@pytest.mark.parametrize("name", ["id", "ids", "cluster", "organisation_id"])
def test_many_ids_get_out_nobody_who_is_not_listed(client, name):
    hidden = [make_organisation(name=CANARY) for _ in range(3)]
    cluster = make_cluster(name="Cluster")
    for one in hidden:
        join_cluster(cluster, one)
    ids = [encode_id(one.id) for one in (*hidden, cluster)]
    head = bearer()

    for query in ("&".join(f"{name}={one}" for one in ids), f"{name}={','.join(ids)}"):
        for path in ("/directory", "/directory.csv", "/api/v1/directory"):
            page = client.get(f"{path}?{query}", headers=head)
            assert page.status_code in (200, 422)
            assert CANARY not in page.text


def test_a_page_has_a_limit(client):
    for number in range(3):
        make_listed(name=f"Firm {number}")

    assert client.get("/api/v1/directory?limit=201", headers=bearer()).status_code == 422
