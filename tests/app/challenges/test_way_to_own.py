"""Whoever's company owns challenges is one click away from them, wherever they are."""

import pytest

from app.core.ids import encode_id
from app.events.models import TeamRole
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation

OWN = 'href="/challenges"'
HELPERS = [TeamRole.DESK, TeamRole.REPORT_READER]


def test_from_every_kind_of_page(app, browser):
    challenge = make_challenge(make_event())
    browser.sign_in(challenge.created_by)
    slug, address = challenge.event.slug, f"/challenges/{encode_id(challenge.id)}"
    for path in ("/home", "/profile", "/events", f"/e/{slug}", f"/e/{slug}/challenges", address):
        assert OWN in browser.get(path).text, path


@pytest.mark.parametrize("role", HELPERS)
def test_from_an_event_that_they_help_at(app, browser, role):
    owner, other = make_challenge().created_by, make_member(make_organisation())
    event = make_event()
    for person, is_shown in ((owner, True), (other, False)):
        make_team_member(event, person, role=role)
        browser.sign_in(person)
        page = browser.get(f"/manage/{event.slug}").text
        assert (OWN in page) is is_shown
        assert 'class="sidenav__item"' in page
        assert page.count('<a class="sidenav__item"') <= 7


def test_public_pages_do_not_lead_others_there(app, browser):
    challenge = make_challenge(make_event())
    browser.sign_in(make_member(make_organisation()))
    assert OWN not in browser.get(f"/e/{challenge.event.slug}").text
    assert OWN not in app.test_client().get(f"/e/{challenge.event.slug}").text


def test_the_public_page_needs_one_statement_more_for_it(app, browser, count_queries):
    challenge = make_challenge(make_event())
    counts = []
    for person in (make_member(make_organisation()), challenge.created_by):
        browser.sign_in(person)
        with count_queries as counted:
            browser.get(f"/e/{challenge.event.slug}")
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_their_page_says_where_another_can_be_posted(app, browser, count_queries):
    challenge = make_challenge(make_event())
    browser.sign_in(challenge.created_by)
    counts = []
    for _ in range(2):
        with count_queries as counted:
            page = browser.get("/challenges").text
        counts.append(counted.count)
        assert f'href="/e/{challenge.event.slug}/challenges/new"' in page
        make_event()
        make_event(state="draft")
    assert counts[0] == counts[1] <= 12
    assert page.count("/challenges/new") == 2
