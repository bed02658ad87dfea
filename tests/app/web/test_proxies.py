"""Behind a proxy the visitor's address counts, and nobody else can make one up."""

import pytest
from flask import request

import config
from app import create_app
from app.web.guards import public

FORGED = {"X-Forwarded-For": "198.51.100.7, 203.0.113.5", "X-Forwarded-Proto": "https"}


def app_behind(proxies, app, tmp_path):
    settings = {"TESTING": True, "SECRET_KEY": "test", "INSTANCE": tmp_path, "PROXIES": proxies}
    database = {"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
    hosts = {"TRUSTED_HOSTS": ["localhost", "day.example.org"]}
    made = create_app(settings | database | hosts)

    @made.get("/who-asks")
    @public
    def who_asks():
        return f"{request.remote_addr} {request.scheme} {request.host}"

    return made.test_client()


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "127.0.0.1 http localhost"),
        (1, "203.0.113.5 https day.example.org"),
        (2, "198.51.100.7 http localhost"),
    ],
)
def test_as_many_addresses_are_believed_as_there_are_proxies(app, tmp_path, proxies, seen):
    headers = FORGED | {"X-Forwarded-Host": "day.example.org"}
    client = app_behind(proxies, app, tmp_path)
    assert client.get("/who-asks", headers=headers).text == seen


def test_without_a_proxy_made_up_addresses_do_not_help_a_guesser(app, browser):
    wrong = {"email": "zoe@example.org", "password": "wrong wrong wrong"}
    for number in range(5):
        address = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert browser.post("/sign-in", wrong, headers=address).status_code == 422
    address = {"X-Forwarded-For": "198.51.100.99"}
    assert browser.post("/sign-in", wrong, headers=address).status_code == 429


def test_the_number_of_proxies_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv("INNODAY_PROXIES", raising=False)
    assert config.settings()["PROXIES"] == 0
    monkeypatch.setenv("INNODAY_PROXIES", "1")
    assert config.settings()["PROXIES"] == 1


@pytest.mark.parametrize("wrong", ["-1", "one", "1.5", "99"])
def test_a_number_that_cannot_be_is_refused_at_the_start(monkeypatch, wrong):
    monkeypatch.setenv("INNODAY_PROXIES", wrong)
    with pytest.raises(ValueError, match="INNODAY_PROXIES"):
        config.settings()
