"""Setting the installation up: with the code, once, and by one of several at the same time."""

import threading

from app.core.db import db
from app.core.errors import Conflict
from app.core.installation import Installation
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.oversight import services
from tests.factories.identity import make_person

FORM = {
    "installation": "Baltic Days",
    "given_name": "Olga",
    "family_name": "Operator",
    "email": "olga@example.org",
    "password": "correct horse battery",
}


def test_a_fresh_installation_leads_to_setting_it_up(client):
    assert 'href="/setup"' in client.get("/").text


def test_the_code_makes_the_first_operator_and_closes_the_page_for_ever(browser):
    wrong = browser.post("/setup", FORM | {"code": "0000-0000-0000"})
    assert (wrong.status_code, db.session.query(Person).count()) == (422, 0)
    done = browser.post("/setup", FORM | {"code": services.setup_code().upper()})
    assert (done.status_code, done.location) == (302, "/sign-in")
    assert db.session.query(Person).one().is_operator
    assert db.session.query(Installation).one().name == "Baltic Days"
    assert browser.get("/setup").status_code == 404
    again = browser.post("/setup", FORM | {"code": services.setup_code()}, page="/sign-in")
    assert (again.status_code, db.session.query(Person).count()) == (404, 1)


def test_where_there_is_an_operator_nothing_is_to_be_set_up(client):
    make_person(is_operator=True)
    assert client.get("/setup").status_code == 404
    assert 'href="/setup"' not in client.get("/").text


def test_of_two_who_set_up_at_once_one_does(app):
    barrier, outcomes = threading.Barrier(2), []

    def work(number):
        with app.app_context():
            barrier.wait()
            try:
                with unit_of_work():
                    services.set_up(
                        code=services.setup_code(),
                        installation="x",
                        given_name="A",
                        family_name="B",
                        email=f"a{number}@example.org",
                        password_hash="x",
                    )
                outcomes.append("done")
            except Conflict:
                outcomes.append("late")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "late"]
    assert db.session.query(Person).count() == 1


def test_the_terminal_shows_the_code_until_it_is_used(app):
    run = app.test_cli_runner().invoke
    assert services.setup_code() in run(args=["setup", "code"]).output
    make_person(is_operator=True)
    assert run(args=["setup", "code"]).output == ""
