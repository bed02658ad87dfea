"""The operator's place: people, organisations, settings, given-up jobs."""

from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.installation import Installation
from app.core.jobs import FailedJob
from app.core.uow import unit_of_work
from app.identity.models import AuthenticatorApp, Organisation, Passkey, Person, WebSession
from tests.api.program import Program
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.regress.everything import everything

REASON = "Sends advertisements to everybody"
PAGES = ("/admin", "/admin/people", "/admin/organisations", "/admin/settings", "/admin/clusters")


@pytest.fixture
def operator(app):
    return make_person(is_operator=True)


@pytest.fixture
def at_admin(app, operator):
    return Browser(app).sign_in(operator)


def person_path(person, act=""):
    return f"/admin/people/{encode_id(person.id)}{act}"


def test_the_operator_s_pages_are_for_operators(app, at_admin):
    stranger = Browser(app).sign_in(make_person())
    for path in PAGES:
        assert (path, at_admin.get(path).status_code) == (path, 200)
        assert (path, stranger.get(path).status_code) in ((path, 403), (path, 404))


def test_acts_of_the_operator_are_refused_to_others_and_change_nothing(app):
    person, organisation = make_person(), make_organisation()
    stranger = Browser(app).sign_in(make_person())
    before = everything()
    for path in (
        *(person_path(person, act) for act in ("", "/enable", "/end-sessions", "/appoint")),
        person_path(person, "/dismiss"),
        f"/admin/organisations/{encode_id(organisation.id)}",
        "/admin/settings",
        "/admin/jobs/1/retry",
        "/admin/log/export",
    ):
        answer = stranger.post(path, {"reason": REASON, "name": "x"}, page="/profile")
        assert (path, answer.status_code) in ((path, 403), (path, 404))
    assert everything() == before


def test_people_are_found_by_name_and_address(at_admin):
    make_person(given_name="Đorđe", family_name="Petrović", email="dp@example.org")
    make_person(given_name="Ana", family_name="Novak", email="an@example.org")
    for text in ("petrovi", "DP@EXAMPLE", "đorđe"):
        page = at_admin.get(f"/admin/people?q={text}").text
        assert ("Petrović" in page, "Novak" in page) == (True, False)
    assert "Nobody found" in at_admin.get("/admin/people?q=%25").text


def test_people_are_listed_with_the_same_statements_however_many(at_admin, count_queries):
    counts = []
    for _ in range(2):
        for _ in range(2):
            make_member(make_organisation())
        with count_queries as n:
            at_admin.get("/admin/people")
        counts.append(n.count)
    assert counts[0] == counts[1]


def test_an_account_says_by_what_its_person_signs_in(at_admin):
    person = make_person(password_hash=None)
    assert ">Link by mail<" in at_admin.get(person_path(person)).text
    with unit_of_work():
        db.session.get_one(Person, person.id).password_hash = "x"
    for key in ("1", "2"):
        values: dict[str, Any] = {
            "credential_id": key,
            "public_key": b"",
            "sign_count": 0,
            "transports": [],
        }
        passkey = Passkey(person_id=person.id, name="Phone", is_backed_up=False, **values)
        with unit_of_work():
            db.session.add(passkey)
    assert ">Password, 2 passkeys, Link by mail<" in at_admin.get(person_path(person)).text
    saved(
        lambda: AuthenticatorApp(person_id=person.id, sealed_secret="x", confirmed_at=clock.now())
    )
    page = at_admin.get(person_path(person)).text
    assert ">Password, then a code, 2 passkeys, Link by mail<" in page


def test_the_organisations_lead_to_those_that_may_be_one(at_admin):
    assert 'href="/duplicates"' in at_admin.get("/admin/organisations").text
    assert at_admin.get("/duplicates").status_code == 200


def test_a_closed_account_is_refused_from_the_next_request_on_until_it_is_opened(
    app, at_admin, client
):
    person = make_person()
    theirs = Browser(app).sign_in(person)
    bearer = {"Authorization": f"Bearer {make_api_token(person)}"}
    assert at_admin.post(person_path(person), {"reason": "short"}).status_code == 422
    assert at_admin.post(person_path(person), {"reason": REASON}).status_code == 302
    assert theirs.get("/profile").location == "/sign-in"
    assert client.get("/api/v1/me", headers=bearer).status_code == 401
    assert REASON in at_admin.get(person_path(person)).text
    at_admin.post(person_path(person, "/enable"), page=person_path(person))
    assert client.get("/api/v1/me", headers=bearer).status_code == 200
    assert db.session.query(WebSession).filter_by(person_id=person.id, ended_at=None).count() == 0


def test_an_operator_is_dismissed_before_the_account_is_closed_and_nobody_closes_their_own(
    at_admin, operator
):
    other = make_person(is_operator=True)
    assert at_admin.post(person_path(other), {"reason": REASON}, page="/profile").status_code == 409
    own = at_admin.post(person_path(operator), {"reason": REASON}, page="/profile")
    assert own.status_code == 403
    assert db.session.query(Person).filter(Person.disabled_at.is_not(None)).count() == 0


def test_operators_appoint_and_dismiss_and_the_last_one_stays(app, at_admin, operator):
    other = make_person()
    at_admin.post(person_path(other, "/appoint"), page=person_path(other))
    assert db.session.get_one(Person, other.id, populate_existing=True).is_operator
    at_admin.post(person_path(other, "/dismiss"), page=person_path(other))
    at_admin.post(person_path(operator, "/dismiss"), page="/profile")
    left = db.session.query(Person).filter_by(is_operator=True).populate_existing().all()
    assert [one.id for one in left] == [operator.id]


def test_an_organisation_is_renamed_and_made_a_cluster(at_admin):
    one = make_organisation(name="Klaster")
    path = f"/admin/organisations/{encode_id(one.id)}"
    assert "Klaster" in at_admin.get("/admin/organisations?q=klast").text
    assert at_admin.post(path, {"name": "Žalias", "kind": "cluster"}).status_code == 302
    changed = db.session.get_one(Organisation, one.id, populate_existing=True)
    assert (changed.kind, changed.search_key[:6]) == ("cluster", "zalias")


def test_settings_are_kept_and_the_imprint_shows_them(at_admin, client):
    assert "has not said yet" in client.get("/imprint").text
    form = {
        "name": "Baltic Days",
        "contact": "help@example.org",
        "imprint": "**Baltic** <script>alert(1)</script>",
    }
    assert at_admin.post("/admin/settings", form).status_code == 302
    page = client.get("/imprint").text
    assert "<strong>Baltic</strong>" in page
    assert ("help@example.org" in page, "<script>alert" in page) == (True, False)
    assert db.session.query(Installation).one().name == "Baltic Days"


def test_who_was_not_invited_makes_no_account_where_that_is_the_setting(app, at_admin):
    at_admin.post("/admin/settings", {"name": "Closed", "by_invitation": "1"})
    form = {
        "given_name": "A",
        "family_name": "B",
        "email": "a@example.org",
        "password": "a long enough password",
    }
    answer = Browser(app).post("/sign-up", form)
    assert (answer.status_code, "for people who were invited" in answer.text) == (409, True)


def test_a_given_up_job_is_shown_and_tried_again(at_admin):
    job = saved(
        lambda: FailedJob(task="relay_fact", arguments={"message_id": 1}, attempts=8, error="E: no")
    )
    assert "E: no" in at_admin.get("/admin").text
    assert at_admin.post(f"/admin/jobs/{job.id}/retry", page="/admin").status_code == 302
    assert db.session.query(FailedJob).count() == 0
    assert at_admin.post(f"/admin/jobs/{job.id}/retry", page="/admin").status_code == 404


def test_a_token_of_an_operator_is_no_operator_s_hand(client, operator):
    """What a stolen token of theirs could do: read the log, appoint nobody."""
    program = Program.of(client, operator)
    assert program.send("GET", "/log").status_code == 200


def test_disabled_people_cannot_be_appointed(at_admin):
    person = make_person()
    with unit_of_work():
        db.session.get_one(Person, person.id).disabled_at = clock.now()
    at_admin.post(person_path(person, "/appoint"), page=person_path(person))
    assert not db.session.get_one(Person, person.id, populate_existing=True).is_operator
