"""The operator's acts through the API: what each does, and by which tokens only."""

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.installation import find_installation
from app.core.jobs import FailedJob
from app.core.uow import unit_of_work
from app.identity.models import ApiToken, Organisation, OrganisationKind, Person
from app.oversight.models import BrokenGlass
from app.privacy.models import Erasure
from tests.api.program import Program
from tests.client import Browser
from tests.factories import saved
from tests.factories.events import make_event
from tests.factories.identity import (
    make_member,
    make_organisation,
    make_person,
    make_session_secret,
)
from tests.regress.everything import everything

REASON = "The letter of 3 May asks for it"
ALL = ("read", "write", "operate")


@pytest.fixture
def operator(app):
    return make_person(is_operator=True)


@pytest.fixture
def program(client, operator):
    return Program.of(client, operator, *ALL)


def of(person, act=""):
    return f"/admin/people/{encode_id(person.id)}{act}"


def again(person):
    return db.session.get_one(Person, person.id, populate_existing=True)


def acts(person, organisation):
    """Every act and every look of the operator's, as a program sends it."""
    naming = f"/admin/organisations/{encode_id(organisation.id)}"
    cluster = {"name": "Elbtal", "country": "DE", "email": person.email}
    return [
        ("GET", "/admin/people", None),
        ("GET", of(person), None),
        ("POST", of(person, "/disable"), {"reason": REASON}),
        ("POST", of(person, "/enable"), None),
        ("POST", of(person, "/end-sessions"), None),
        ("POST", of(person, "/appoint"), None),
        ("POST", of(person, "/dismiss"), None),
        ("GET", "/admin/organisations", None),
        ("PATCH", naming, {"name": "Other"}),
        ("POST", "/admin/clusters", cluster),
        ("POST", "/admin/clusters", cluster | {"email": "nobody@example.org"}),
        ("GET", "/admin/health", None),
        ("POST", "/admin/jobs/1/retry", None),
        ("GET", "/admin/settings", None),
        ("PATCH", "/admin/settings", {"name": "Other"}),
        ("POST", "/admin/break-glass", {"event": "day", "reason": REASON}),
        ("PUT", "/admin/retention", {"table": "web_session", "days": 30}),
        ("GET", "/admin/erasures", None),
        ("POST", "/admin/erasures", {"email": person.email, "reason": REASON}),
        ("POST", "/admin/erasures", {"email": "nobody@example.org", "reason": REASON}),
    ]


@pytest.mark.parametrize("is_operator", [True, False])
def test_no_other_token_does_what_an_operator_does(client, is_operator):
    """An operator's without the scope, and somebody else's with it: refused alike, all of them."""
    asker = make_person(is_operator=is_operator)
    person, organisation, _ = make_person(), make_organisation(), make_event(slug="day")
    program = Program.of(client, asker, *(ALL[:2] if is_operator else ALL))
    before, refused = everything(), []
    for method, path, body in acts(person, organisation):
        answer = program.send(method, path, json=body)
        refused.append((method, path, answer.status_code))
    assert [one for one in refused if one[2] not in (403, 404)] == []
    assert len(refused) == 20
    assert everything() == before


def test_a_token_that_operates_still_needs_to_write_for_what_it_changes(client, operator):
    reading = Program.of(client, operator, "read", "operate")
    person = make_person()
    assert reading.get(of(person))["email"] == person.email
    answer = reading.send("POST", of(person, "/disable"), json={"reason": REASON})
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


def test_who_is_no_operator_any_more_has_no_token_that_operates(program, operator):
    program.get("/admin/people")
    with unit_of_work():
        db.session.get_one(Person, operator.id).is_operator = False
    assert program.send("GET", "/admin/people").status_code in (403, 404)


def test_accounts_are_found_and_shown(program):
    one, other = (make_person(family_name=name) for name in ("Petrović", "Novak"))
    make_member(make_organisation(name="Lednik"), one)
    make_session_secret(one)
    found = program.get("/admin/people?q=petrov")["items"]
    assert [item["email"] for item in found] == [one.email]
    first = program.get("/admin/people?limit=2")
    rest = program.get(f"/admin/people?limit=2&cursor={first['next_cursor']}")
    listed = [item["id"] for item in first["items"] + rest["items"]]
    assert len(listed) == 3
    assert encode_id(other.id) in listed
    shown = program.get(of(one))
    assert [(place["name"], place["role"]) for place in shown["organisations"]] == [
        ("Lednik", "owner")
    ]
    assert (shown["sessions"], shown["passkeys"], shown["has_app"]) == (1, 0, False)


def test_an_account_is_closed_opened_and_signed_out(program):
    person = make_person()
    secret = make_session_secret(person)
    closed = program.post(of(person, "/disable"), {"reason": REASON}, status=200)
    assert closed["disabled_reason"] == REASON
    again_closed = program.send("POST", of(person, "/disable"), json={"reason": REASON})
    assert (again_closed.status_code, again_closed.json["code"]) == (409, "disabled_already")
    assert program.post(of(person, "/enable"), status=200)["disabled_at"] is None
    fresh = make_session_secret(person)
    assert secret != fresh
    assert program.get(of(person))["sessions"] == 1
    program.post(of(person, "/end-sessions"), status=204)
    assert program.get(of(person))["sessions"] == 0


def test_operators_are_appointed_and_dismissed_and_the_last_one_stays(program, operator):
    person = make_person()
    assert program.post(of(person, "/appoint"), status=200)["is_operator"]
    assert not program.post(of(person, "/dismiss"), status=200)["is_operator"]
    answer = program.send("POST", of(operator, "/dismiss"))
    assert (answer.status_code, answer.json["code"]) == (409, "last_operator")


def test_organisations_are_renamed_and_clusters_entered(program):
    organisation, person = make_organisation(name="Lednik", kind="sme"), make_person()
    path = f"/admin/organisations/{encode_id(organisation.id)}"
    assert program.patch(path, {"name": "Lednik Energy"})["kind"] == "sme"
    assert [one["name"] for one in program.get("/admin/organisations?q=energy")["items"]] == [
        "Lednik Energy"
    ]
    cluster = {"name": "Elbtal", "country": "DE", "email": person.email}
    assert program.post("/admin/clusters", cluster)["kind"] == "cluster"
    assert [one["name"] for one in program.get("/admin/clusters")["items"]] == ["Elbtal"]
    kinds = {one.name: one.kind for one in db.session.query(Organisation)}
    assert kinds["Elbtal"] == OrganisationKind.CLUSTER


def test_settings_change_one_by_one(program):
    assert program.get("/admin/settings")["name"] == "Innoday"
    changed = program.patch("/admin/settings", {"imprint": "Elbtal e.V., Dresden"})
    assert (changed["name"], changed["imprint"]) == ("Innoday", "Elbtal e.V., Dresden")
    changed = program.patch("/admin/settings", {"name": "Days of Innovation"})
    assert (changed["name"], changed["imprint"]) == ("Days of Innovation", "Elbtal e.V., Dresden")
    found = find_installation()
    assert found is not None
    assert found.name == "Days of Innovation"


def test_work_that_was_given_up_is_tried_again(program):
    values = {"task": "relay_fact", "attempts": 5, "error": "E: secret words"}
    job = saved(lambda: FailedJob(**values, arguments={"message_id": 1}))
    health = program.get("/admin/health")
    assert (health["failed"], [one["task"] for one in health["jobs"]]) == (1, ["relay_fact"])
    assert "secret" not in str(health)
    program.post(f"/admin/jobs/{job.id}/retry", status=204)
    assert program.get("/admin/health")["failed"] == 0


def test_a_glass_broken_by_a_token_opens_the_pages_to_its_owner_and_nothing_to_it(
    app, program, operator
):
    event = make_event(slug="day")
    form = {"event": event.slug, "reason": REASON, "hours": 2}
    assert program.post("/admin/break-glass", form)["state"] == "open"
    assert [one["reason"] for one in program.get("/admin/break-glass")["items"]] == [REASON]
    assert db.session.query(BrokenGlass).count() == 1
    assert program.send("GET", "/events/day/tickets").status_code in (403, 404)
    assert program.send("GET", "/events/day/log").status_code in (403, 404)
    assert Browser(app).sign_in(operator).get("/manage/day").status_code == 200
    short = program.send("POST", "/admin/break-glass", json=form | {"reason": "short"})
    assert (short.status_code, "reason" in short.json["errors"]["json"]) == (422, True)


def test_retention_is_listed_and_changed_within_its_limits(program):
    rules = {one["table"]: one for one in program.get("/admin/retention")}
    job = rules["failed_job"]
    assert (job["days"], job["rows"], job["least"] < 90 < job["most"]) == (90, 0, True)
    changed = program.put("/admin/retention", {"table": "failed_job", "days": job["least"]})
    assert changed["days"] == job["least"]
    beyond = program.send("PUT", "/admin/retention", json={"table": "failed_job", "days": 9999})
    assert (beyond.status_code, beyond.json["code"]) == (422, "days_beyond_limits")
    unknown = program.send("PUT", "/admin/retention", json={"table": "nothing", "days": 9})
    assert unknown.status_code == 404


def test_records_of_processing_say_what_is_kept_and_for_how_long(program):
    records = {one["table"]: one for one in program.get("/admin/records")}
    assert records["failed_job"]["days"] == 90
    assert "operator" in records["failed_job"]["recipients"]
    assert "contact" in records["person"]["categories"]


def test_somebody_who_asked_on_paper_is_erased(program):
    person = make_person(email="paper@example.org")
    body = {"email": "nobody@example.org", "reason": REASON}
    unknown = program.send("POST", "/admin/erasures", json=body)
    assert (unknown.status_code, unknown.json["code"]) == (422, "person_unknown_here")
    done = program.post("/admin/erasures", body | {"email": "paper@example.org"})
    assert done["person_id"] == encode_id(person.id)
    assert [one["id"] for one in program.get("/admin/erasures")] == [done["id"]]
    assert again(person).email != "paper@example.org"
    assert db.session.query(Erasure).count() == 1


def test_only_an_operator_gives_the_scope_away_and_for_a_month_at_most(app, client, operator):
    form = {"name": "x", "scopes": ["read", "operate"], "days": "30"}
    stranger = Browser(app).sign_in(make_person())
    assert "Act as an operator" not in stranger.get("/tokens").text
    assert stranger.post("/tokens", form).status_code == 422
    at_tokens = Browser(app).sign_in(operator)
    assert "Act as an operator" in at_tokens.get("/tokens").text
    late = at_tokens.post("/tokens", form | {"days": "31"})
    assert (late.status_code, "30 days at most" in late.text) == (422, True)
    assert db.session.query(ApiToken).count() == 0
    page = at_tokens.post("/tokens", form).text
    secret = page.split('<code class="code">')[1].split("<")[0]
    assert Program(client, secret).get("/admin/people")["items"]


def test_a_token_without_the_scope_makes_none_that_has_it(client, operator):
    body = {"name": "x", "scopes": ["read", "operate"], "days": 5}
    answer = Program.of(client, operator).send("POST", "/me/tokens", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "scope_not_yours")
    assert db.session.query(ApiToken).count() == 1
