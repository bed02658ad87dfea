"""What holds for every operation of the API, whichever feature it belongs to."""

import json
from typing import Any

import pytest

from app.core.ids import encode_id
from app.web.description import DOCUMENT
from app.web.failures import PROBLEM
from tests.api.day import make_day
from tests.api.program import API, Program
from tests.factories.challenges import make_challenge
from tests.factories.proposals import make_submitted_proposal

DESCRIPTION = json.loads(DOCUMENT.read_text())
UNSAFE = ("post", "put", "patch", "delete")
OPERATIONS = [
    (path, method, operation)
    for path, operations in DESCRIPTION["paths"].items()
    for method, operation in operations.items()
    if method != "parameters"
]
SCANNERS = {
    *("checkin.pair", "checkin.me", "checkin.scan", "checkin.wiped"),
    *("checkin.bundle", "checkin.bundle_part", "checkin.passes", "checkin.people"),
    "hub.send_scans",
}
OF_ANYBODY = {
    "certificates.check_attendance",
    "feedback.check_certificate",
}  # who has the code of a certificate
OF_PEOPLE = [one for one in OPERATIONS if one[2]["operationId"] not in SCANNERS | OF_ANYBODY]


def name_of(part: Any) -> str:
    return part["operationId"] if isinstance(part, dict) else ""


def has_json(operation: dict[str, Any]) -> bool:
    return "application/json" in operation.get("requestBody", {}).get("content", {})


def path_of(path: str, names: dict[str, Any]) -> str:
    nowhere = dict.fromkeys(ids_in(path), encode_id(1))
    return path.removeprefix(API).format(**(nowhere | names))


def problem_of(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == PROBLEM
    assert answer.json["status"] == answer.status_code
    assert answer.json["title"]
    return answer.status_code, answer.json["code"]


@pytest.fixture
def day(app):
    return make_day()


def test_every_operation_says_how_it_fails():
    without = [name_of(one) for _, _, one in OPERATIONS if "default" not in one["responses"]]
    assert without == []
    failure = DESCRIPTION["components"]["responses"]["DEFAULT_ERROR"]
    assert list(failure["content"]) == [PROBLEM]


def test_names_of_operations_are_unique():
    names = [name_of(operation) for _, _, operation in OPERATIONS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("path", "method", "operation"), OF_PEOPLE, ids=name_of)
def test_nobody_is_served_without_a_token(client, path, method, operation):
    names = dict.fromkeys(("slug", *ids_in(path)), encode_id(1)) | {"version": 1}
    answer = Program(client, "ind_x").send(method.upper(), path_of(path, names))
    assert problem_of(answer) == (401, "token_required")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="innoday"'


def ids_in(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def test_a_token_does_what_its_scopes_say(client, day):
    """A token that reads changes nothing, wherever; one that only writes reads nothing."""
    reads = Program.of(client, day.person, "read")
    writes = Program.of(client, day.person, "write")
    for path, method, operation in OF_PEOPLE:
        wrong = reads if method in UNSAFE else writes
        answer = wrong.send(method.upper(), path_of(path, day.names), json={})
        assert (problem_of(answer), name_of(operation)) == (
            (403, "scope_missing"),
            name_of(operation),
        )


def asked(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return list(operation.get("parameters", ()))


def test_a_token_that_reads_reads_all_that_its_person_may(client, day):
    reads = Program.of(client, day.person, "read")
    refused = {
        name_of(operation): answer.status_code
        for path, method, operation in OF_PEOPLE
        if method == "get"
        and "/admin/" not in path  # which takes a token that operates
        and set(ids_in(path)) <= set(day.names)
        and not any(one["in"] == "query" and one.get("required") for one in asked(operation))
        and (answer := reads.send("GET", path_of(path, day.names))).status_code != 200
    }
    missing = (
        "juries.get_ranking",
        "juries.get_export",
        "juries.get_analysis",
        "pitches.get_day",
        "pitches.get_vote",
        "pitches.get_printed_vote",
        "pitches.get_now",
    )  # of a challenge that is not judged, of a round that is not pitched
    nothing_yet = (
        "proposals.get_file",
        "comparison.list_notes",
        "comparison.list_received",
        "documents.get_agreement",
        "proposals.get_printed_receipt",
        "proposals.get_receipt",
        "juries.list_copies",
        "selection.get_checklist",
        "selection.get_finding",
        "selection.list_links",
        "work.get_file",
        "identity.get_logo",
    )
    reports = ("reports.get_report", "reports.get_file")
    others = (
        "directory.get_entry",
        "oversight.admin_log",
        "support.get_figures",
        "support.get_event_figures",
    )
    # To look at a list that is being imported is part of importing it, so it needs more.
    importing = dict.fromkeys(("imports.check_import", "imports.get_import"), 403)
    assert dict.fromkeys(refused, 404) | importing == refused
    assert set(refused) <= {*missing, *nothing_yet, *reports, *others, *importing}


def test_what_does_not_exist_is_not_found(client, day):
    program = Program(client, day.token)
    for path, method, operation in OF_PEOPLE:
        if not ids_in(path) or "/admin/" in path:  # which tells nothing without operating
            continue
        names = dict.fromkeys(ids_in(path), encode_id(1)) | {"version": 999_999}
        body = {} if not has_json(operation) else smallest(operation, day)
        answer = program.send(method.upper(), path_of(path, names), json=body)
        if answer.status_code == 422:
            continue  # a body that this test does not know how to fill in
        assert (answer.status_code, name_of(operation)) == (404, name_of(operation))


def smallest(operation: dict[str, Any], day: Any) -> dict[str, Any]:
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = DESCRIPTION["components"]["schemas"][reference.rpartition("/")[2]]
    return {
        name: day.names.get(name, value_for(schema["properties"][name]))
        for name in schema.get("required", [])
    }


def value_for(described: dict[str, Any]) -> Any:
    """Return a value of the described type: the first that is listed, or the smallest."""
    if described.get("enum"):
        return described["enum"][0]
    return {"boolean": False}.get(str(described.get("type")), "x")


def test_fields_that_nobody_knows_are_refused(client, day):
    program = Program(client, day.token)
    for path, method, operation in OF_PEOPLE:
        if not has_json(operation):
            continue
        body = smallest(operation, day) | {"surprise": 1}
        answer = program.send(method.upper(), path_of(path, day.names), json=body)
        assert (problem_of(answer), name_of(operation)) == ((422, "invalid"), name_of(operation))
        assert "surprise" in answer.json["errors"]["json"]


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"{", "application/json", (400, "bad_request")),
        (b"[]", "application/json", (422, "invalid")),
        (b"null", "application/json", (422, "invalid")),
        (b"name=x", "application/x-www-form-urlencoded", (422, "invalid")),
        (b"\xff\xfe", "application/json", (400, "bad_request")),
    ],
)
def test_what_is_no_object_is_refused(client, day, body, kind, expected):
    answer = Program(client, day.token).send("POST", "/events", data=body, content_type=kind)
    assert problem_of(answer)[0] in (expected[0], 422)


def test_a_wrong_method_is_told_the_right_ones(client, day):
    answer = Program(client, day.token).send("DELETE", "/events")
    assert problem_of(answer) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_an_unknown_address_is_a_problem_too(client):
    assert problem_of(client.get("/api/v1/nothing")) == (404, "not_found")


def test_a_thing_is_shown_whole_under_a_key_too(client, day):
    """The answer is made before the unit ends, and yet it holds what the database fills in."""
    program = Program(client, day.token)
    program.headers["Idempotency-Key"] = "one"
    made = program.post("/events/day/ticket-types", {"name": "Student", "size": 5})
    assert [(one["size"], one["taken"]) for one in made["quotas"]] == [(5, 0)]


def test_proposals_of_an_event_come_page_by_page(client, day, count_queries):
    program = Program(client, day.token)
    challenge = make_challenge(day.event)
    for _ in range(3):
        make_submitted_proposal(challenge)
    found, cursor = [], ""
    for _ in range(2):
        page = program.get(f"/events/day/proposals?limit=2{cursor}")
        found += [one["id"] for one in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (len(set(found)), page["next_cursor"]) == (4, None)
    assert found == sorted(found)
    wrong = program.send("GET", "/events/day/proposals?cursor=nothing")
    assert problem_of(wrong) == (422, "invalid")
    counts = []
    for limit in (1, 3):
        with count_queries as n:
            program.get(f"/events/day/proposals?limit={limit}")
        counts.append(n.count)
    assert counts[0] == counts[1]
