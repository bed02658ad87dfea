from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import services
from app.identity.models import (
    ApiToken,
    MailLink,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
)
from app.identity.passwords import hash_password
from app.identity.services import change_password
from tests.client import Browser
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)

PASSWORD = "correct horse battery"
SIGN_UP = {
    "given_name": "Łukasz",
    "family_name": "Żółć",
    "email": "Lukasz@Example.org",
    "password": PASSWORD,
    "organisation_name": "Źródło Sp. z o.o.",
    "kind": "sme",
    "country": "PL",
    "size_class": "small",
    "website": "example.org",
}


def make_account(**values):
    return make_person(password_hash=hash_password(PASSWORD), **values)


def test_signing_up_keeps_person_and_organisation_until_the_address_is_proved(app, browser):
    assert browser.post("/sign-up", SIGN_UP).location == "/mailed"
    link = services.text_of(db.session.query(MailLink).one())

    assert browser.post(f"/sign-up/confirm/{link}").location == "/home"
    person = db.session.query(Person).one()
    organisation = db.session.query(Organisation).one()
    assert person.email_key == "lukasz@example.org"
    assert organisation.search_key == "zrodlo sp. z o.o."
    assert organisation.website == "https://example.org"
    assert db.session.query(Membership).one().role == "owner"
    assert browser.get("/home").status_code == 200


def test_signing_up_alone_needs_no_organisation(browser):
    data = {key: SIGN_UP[key] for key in ("given_name", "family_name", "email", "password")}

    assert browser.post("/sign-up", data).status_code == 302
    link = services.text_of(db.session.query(MailLink).one())
    assert browser.post(f"/sign-up/confirm/{link}").status_code == 302
    assert db.session.query(Organisation).count() == 0


def test_a_form_with_faults_keeps_what_was_typed_but_not_the_password(browser):
    faults = {"email": "nobody", "password": "short", "country": "QQ", "website": "ftp://x"}
    response = browser.post("/sign-up", SIGN_UP | faults)

    assert response.status_code == 422
    assert "Write an e-mail address" in response.text
    assert "Take at least 12 characters" in response.text
    assert "Choose a country from the list" in response.text
    assert "Write an address on the web" in response.text
    assert "Źródło" in response.text
    assert 'value="short"' not in response.text


def test_an_organisation_needs_kind_and_country_and_cannot_be_a_cluster(browser):
    response = browser.post("/sign-up", SIGN_UP | {"kind": "", "country": ""})
    assert response.text.count("Choose one.") == 4

    response = browser.post("/sign-up", SIGN_UP | {"kind": "cluster"})
    assert (response.status_code, db.session.query(Person).count()) == (422, 0)


def test_texts_that_the_database_cannot_hold_are_refused(browser):
    for bad in ("a\x00b", "x" * 10_000):
        response = browser.post("/sign-up", SIGN_UP | {"given_name": bad})
        assert response.status_code == 422
    assert db.session.query(Person).count() == 0


def test_signing_in_goes_where_the_person_was_going(browser):
    person = make_account()
    assert browser.get("/profile?from=mail").location == "/sign-in"

    response = browser.post("/sign-in", {"email": person.email.upper(), "password": PASSWORD})

    assert (response.status_code, response.location) == (302, "/profile?from=mail")


def test_signing_in_begins_a_fresh_session(app):
    browser = Browser(app)
    person = make_account()
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"

    browser.post("/sign-in", {"email": person.email, "password": PASSWORD})

    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent


def test_a_wrong_password_and_an_unknown_person_look_the_same(browser):
    person = make_account()
    answers = []
    for email in (person.email, "nobody@example.org"):
        response = browser.post("/sign-in", {"email": email, "password": "wrong wrong wrong"})
        answers.append(response.text.replace(email, "").split("csrf_token")[0])
        assert "The e-mail address or the password is not right." in response.text
    assert answers[0] == answers[1]


def test_guessing_slows_down_and_never_locks_out(browser):
    person = make_account()
    for _ in range(5):
        browser.post("/sign-in", {"email": person.email, "password": "wrong wrong wrong"})

    response = browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert (response.status_code, "Wait 1 s," in response.text) == (429, True)

    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    data = {"email": person.email, "password": PASSWORD}
    assert browser.post("/sign-in", data, environ_base=elsewhere).status_code == 302


def test_signing_out_needs_the_form(browser):
    browser.sign_in(make_person())
    assert browser.client.post("/sign-out").status_code == 400
    assert browser.post("/sign-out", page="/home").location == "/"
    assert browser.get("/home").location == "/sign-in"


def test_a_new_password_ends_other_sessions(app):
    person = make_account()
    here, there = Browser(app).sign_in(person), Browser(app).sign_in(person)
    data = {"present": PASSWORD, "password": "another long password"}

    assert here.post("/profile/password", data | {"present": "no"}).status_code == 422
    assert here.post("/profile/password", data).status_code == 302

    assert here.get("/home").status_code == 200
    assert there.get("/home").location == "/sign-in"


def test_a_new_password_ends_all_tokens_of_the_person_and_no_others(browser, client):
    person, other = make_account(), make_person()
    headers = [
        {"Authorization": f"Bearer {make_api_token(one)}"} for one in (person, person, other)
    ]
    browser.sign_in(person)
    assert "API tokens are revoked" in browser.get("/profile/password").text
    data = {"present": PASSWORD, "password": "another long password"}

    assert browser.post("/profile/password", data).status_code == 302

    said = browser.get("/profile").text
    assert "Other devices are signed out, and your API tokens are revoked." in said
    answers = [client.get("/api/v1/me", headers=one).status_code for one in headers]
    assert answers == [401, 401, 200]
    assert "Your tokens" not in browser.get("/tokens").text
    browser.post("/tokens", {"name": "new", "scopes": ["read"]})
    assert "Your tokens" in browser.get("/tokens").text


def test_a_raised_epoch_ends_a_session(browser):
    person = make_account()
    browser.sign_in(person)
    with unit_of_work():
        change_password(actor_of(person), hash_password("another long password"))
    assert browser.get("/home").location == "/sign-in"


def test_the_profile_can_be_changed(browser):
    person = make_person()
    browser.sign_in(person)
    data = {"given_name": "Ωμέγα", "family_name": "Ж", "language": "en"}

    assert browser.post("/profile", data).status_code == 302
    assert "Ωμέγα" in browser.get("/profile").text


def test_organisations_of_others_are_not_found(browser):
    mine, other = make_organisation(), make_organisation()
    person = make_member(mine)
    browser.sign_in(person)
    shown = browser.get("/organisations", follow_redirects=True)

    assert mine.name in shown.text
    assert browser.get(f"/organisations/{encode_id(other.id)}").status_code == 404
    assert browser.get("/organisations/zzzzzzzzzzzzz").status_code == 404


def test_an_organisation_is_changed_and_cannot_make_itself_a_cluster(browser):
    organisation = make_organisation(name="Alt")
    browser.sign_in(make_member(organisation))
    path = f"/organisations/{encode_id(organisation.id)}"
    data = {"name": "Größe", "kind": "startup", "country": "AT"}

    assert browser.post(path, data).status_code == 302
    assert db.session.get_one(Organisation, organisation.id).search_key == "grosse"
    assert browser.post(path, data | {"kind": "cluster"}).status_code == 403


def test_a_token_is_shown_once_and_can_be_revoked(browser, client):
    browser.sign_in(make_person())
    page = browser.post("/tokens", {"name": "badges", "scopes": ["read"], "days": "30"})
    secret = page.text.split('<code class="code">')[1].split("<")[0]
    bearer = {"Authorization": f"Bearer {secret}"}

    assert client.get("/api/v1/me", headers=bearer).json["scopes"] == ["read"]
    listed = browser.get("/tokens").text
    assert (secret in listed, "badges" in listed) == (False, True)

    revoke = listed.split('/revoke"')[0].rpartition('action="')[2]
    assert browser.post(f"{revoke}/revoke", page="/tokens").status_code == 302
    assert client.get("/api/v1/me", headers=bearer).status_code == 401


def test_only_scopes_that_something_accepts_are_offered(browser):
    browser.sign_in(make_person())
    page = browser.get("/tokens").text
    offered = [part.split('"')[0] for part in page.split('name="scopes" value="')[1:]]
    assert offered == ["read", "write"]
    refused = browser.post("/tokens", {"name": "door", "scopes": ["read", "scan"]})
    assert (refused.status_code, db.session.query(ApiToken).count()) == (422, 0)


def test_tokens_from_when_more_was_offered_are_still_listed(browser):
    person = make_person()
    make_api_token(person, "scan")
    make_api_token(person, "read", "scan")
    browser.sign_in(person)
    page = browser.get("/tokens").text
    assert (page.count("Read what you can see"), "Scan badges" in page) == (2, False)
    assert page.count('data-label="May">–</td>') == 1


def test_clusters_are_entered_by_the_operator_only(browser, app):
    person = make_person()
    data = {"name": "Cluster Øst", "country": "DK", "email": person.email}
    operator = Browser(app).sign_in(make_person(is_operator=True))
    browser.sign_in(person)

    assert browser.get("/admin/clusters").status_code == 404
    assert operator.post("/admin/clusters", data).status_code == 302
    assert "Cluster Øst" in operator.get("/admin/clusters").text
    assert db.session.query(Organisation).one().kind == OrganisationKind.CLUSTER


def test_pages_take_few_statements(browser, count_queries):
    organisation = make_organisation()
    browser.sign_in(make_member(organisation))
    path = f"/organisations/{encode_id(organisation.id)}"
    counts = []
    for more in (0, 2):
        for _ in range(more):
            make_member(organisation)
        db.session.remove()
        with count_queries as n:
            browser.get(path)
        counts.append(n.count)
    assert counts[0] == counts[1] <= 8
