"""OpenReview (2025-11-27): a search by group gave out who hid behind anonymous roles.

Whatever value of a role, a kind or a group is put into any parameter of the directory, no person
comes out: no name, no address, neither of staff nor of members, jurors or operators.
"""

import pytest

from app.core.ids import encode_id
from app.identity.rules import MemberRole, OrganisationKind
from tests.factories.directory import join_cluster, make_cluster, make_listed
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_person

GIVEN, FAMILY, ADDRESS = "Zzgiven", "Zzfamily", "zzhidden@example.org"
PARAMETERS = ["q", "country", "region", "kind", "sector", "ecosystem", "cluster", "sort", "cursor"]
GROUPS = [
    *("role", "group", "member", "owner", "person", "email"),
]
VALUES = [
    *(str(one) for one in (*MemberRole, *OrganisationKind)),
    *("juror", "lead", "co_organiser", "desk", "scanner", "report_reader", "operator"),
    *(GIVEN, FAMILY, ADDRESS, "*", "%", "_", "1 OR 1=1"),
]


@pytest.fixture
def paths() -> list[str]:
    """Make a listed company and cluster whose people must not come out; return their pages."""
    cluster, firm = make_cluster(name="Cluster"), make_listed(name="Firm")
    names = {"given_name": GIVEN, "family_name": FAMILY}
    person = make_member(firm, email=ADDRESS, is_operator=True, **names)
    for role in MemberRole:
        make_member(cluster, role=role, **names)
    join_cluster(cluster, firm)
    make_team_member(make_event(lead_organisation_id=cluster.id), person)
    return [
        *("/directory", "/directory.csv", "/cluster-mapping", "/cluster-mapping.csv"),
        *("/api/v1/directory", "/api/v1/cluster-mapping"),
        *(f"/directory/{encode_id(firm.id)}", f"/clusters/{encode_id(cluster.id)}"),
        f"/api/v1/directory/{encode_id(firm.id)}",
    ]


@pytest.mark.parametrize("name", [*PARAMETERS, *GROUPS])
def test_no_search_gives_out_a_person(client, paths, name):
    head = {"Authorization": "Bearer " + make_api_token(make_person(), "read")}

    for value in VALUES:
        for path in paths[:1] + paths[4:5]:
            found = client.get(path, query_string={name: value}, headers=head).text
            if value in (GIVEN, FAMILY, ADDRESS):
                # What was looked for stands in the field again, and nowhere as a result.
                assert "Firm" not in found or name != "q"
                continue
            assert_nobody(found)


def test_no_page_names_a_person(client, paths):
    head = {"Authorization": "Bearer " + make_api_token(make_person(), "read")}

    for path in paths:
        page = client.get(path, headers=head)
        assert page.status_code == 200, path
        assert_nobody(page.text)


def assert_nobody(text: str) -> None:
    assert [one for one in (GIVEN, FAMILY, ADDRESS) if one.casefold() in text.casefold()] == []
