"""What the operator says of the installation, and where everybody reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.core.installation import Installation, Site, forget_site, site
from app.oversight.rules.colours import contrast, is_colour, weakest_contrast
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_person

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
SENT = {"name": "Innovation Days of the Baltic", "accent": "#0B6E4F", "contact": "hi@example.org"}


@pytest.fixture
def at_settings(app):
    return Browser(app).sign_in(make_person(is_operator=True))


def save(at_settings, **changes):
    return at_settings.post("/admin/settings", SENT | changes, page="/admin/settings")


def test_contrasts_are_those_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#ffffff", "#767676"), 2) == 4.54
    assert round(contrast("#2440b3", "#ffffff"), 2) == 8.54


@given(COLOURS, COLOURS)
def test_a_contrast_is_the_same_from_both_sides(one, other):
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21
    assert is_colour(one)


@given(COLOURS)
def test_no_colour_is_stronger_than_its_words_in_white(accent):
    assert weakest_contrast(accent) <= contrast(accent, "#ffffff")


@pytest.mark.parametrize(
    ("colour", "is_enough"),
    [
        ("#2440b3", True),
        ("#008060", True),
        ("#0b6e4f", True),
        ("#ff6600", False),
        ("#ffff00", False),
        ("#000000", False),
        ("#767676", False),
    ],
)
def test_a_colour_is_taken_when_words_are_legible_on_it_by_day_and_at_night(colour, is_enough):
    """Black is too dark at night: with white mixed in it is a grey that is neither."""
    assert (weakest_contrast(colour) >= 4.5) is is_enough


@pytest.mark.parametrize("text", ["#fff", "2440b3", "red", "#2440b3;", "#24\n0b3"])
def test_what_is_no_colour_reaches_no_style_sheet(at_settings, text):
    page = save(at_settings, accent=text)
    assert (page.status_code, "six digits or letters" in page.text) == (422, True)
    assert db.session.query(Installation).count() == 0


def test_a_faint_colour_is_refused_with_its_contrast(at_settings):
    page = save(at_settings, accent="#ffff00")
    assert page.status_code == 422
    assert "a contrast of 1.0 to 1. They need at least 4.5." in page.text


def test_name_colour_and_contacts_are_on_the_next_page(at_settings, client):
    before = client.get("/sign-in").text
    assert ("theme.css" in before, "– Innoday</title>" in before) == (False, True)
    assert save(at_settings).status_code == 302
    page = client.get("/sign-in").text
    assert "– Innovation Days of the Baltic</title>" in page
    assert '<link rel="stylesheet" href="/theme.css?v=0b6e4f">' in page
    assert '<a href="mailto:hi@example.org">' in page
    assert 'class="brand__word">Innovation Days of the Baltic<' in at_settings.get("/home").text


def test_the_style_sheet_is_kept_for_long_at_the_address_of_its_colour_only(at_settings, client):
    save(at_settings)
    sheet = client.get("/theme.css?v=0b6e4f")
    assert sheet.text == "@layer tokens { :root { --brand: #0b6e4f; } }\n"
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    for path in ("/theme.css", "/theme.css?v=2440b3"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_public_pages_lead_to_imprint_privacy_and_directory(client):
    page = client.get("/sign-in").text
    for path in ("/imprint", "/privacy", "/directory"):
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200


def test_it_is_read_once_for_many_pages_and_anew_after_a_while(app, count_queries, monkeypatch):
    saved(lambda: Installation(name="First"))
    forget_site(app)
    with count_queries as n:
        assert [site().name, site().name] == ["First", "First"]
    assert n.count == 1
    monkeypatch.setitem(app.config, "INSTALLATION_KEPT", 0)
    forget_site(app)
    with count_queries as n:
        assert [site().name, site().name] == ["First", "First"]
    assert n.count == 2


def test_a_page_of_a_failure_needs_no_database(app, monkeypatch):
    forget_site(app)
    db.session.execute(db.text("ALTER TABLE installation RENAME TO gone"))
    assert site() == Site()
    db.session.rollback()
