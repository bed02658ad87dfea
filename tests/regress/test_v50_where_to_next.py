"""Indico, CTFd, Flask-Security: filters on `next` were bypassed; here there is no `next`."""

import pytest

from app.identity.passwords import hash_password
from tests.architecture.tree import python_files
from tests.factories.identity import make_person

PASSWORD = "correct horse battery"
ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "//evil.example@localhost/",
    "javascript:alert(1)",
    "/%2f%2fevil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_parameter_leads_elsewhere(browser, address):
    person = make_person(password_hash=hash_password(PASSWORD))
    names = ("next", "url", "return", "redirect", "continue", "after_sign_in")
    query = dict.fromkeys(names, address)
    data = {"email": person.email, "password": PASSWORD} | query
    answer = browser.post("/sign-in", data, page="/sign-in", query_string=query)
    assert (answer.status_code, answer.location) == (302, "/home")
    answer = browser.post("/sign-out", query, page="/profile", query_string=query)
    assert answer.location == "/"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/%5cevil.example", "//e@x"])
def test_an_address_like_another_server_s_is_not_remembered(browser, path):
    person = make_person(password_hash=hash_password(PASSWORD))
    browser.client.get(path)
    browser.client.get("/profile", query_string={"x": path})
    answer = browser.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert answer.location.startswith("/profile?x=")


def test_nothing_reads_where_to_go_from_a_request():
    readers = {'request.args.get("next"', 'request.form.get("next"', "request.referrer"}
    found = [
        (path.name, reader)
        for path in python_files()
        if "/app/" in str(path) and "/tests/" not in str(path)
        for reader in readers
        if reader in path.read_text()
    ]
    assert found == []
