"""Places of several pages: who sees which tab, and which one is marked."""

import re

from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.deliberation.services.rooms import open_room
from app.identity.rules import OrganisationKind
from tests.app.juries.scene import make_scene
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_scorecard
from tests.factories.pitches import make_pitch_round

TAB = re.compile(r'class="tabs__tab" href="([^"]+)"( aria-current="page")?')


def tabs_on(browser, path):
    """Return the addresses of a page's tabs, and that of the marked one."""
    found = TAB.findall(browser.get(path).text)
    return [url for url, _here in found], [url for url, here in found if here]


OPERATOR = [
    "/admin",
    "/admin/people",
    "/admin/organisations",
    "/duplicates",
    "/admin/clusters",
    "/admin/settings",
    "/admin/break-glass",
    "/admin/log",
    "/admin/records",
    "/admin/retention",
    "/admin/erasures",
]


def test_every_page_of_the_operator_is_a_tab_of_one_place(browser):
    browser.sign_in(make_person(is_operator=True))
    for path in OPERATOR:
        page = browser.get(path).text
        assert (path, tabs_on(browser, path)) == (path, (OPERATOR, [path]))
        assert '<h1 class="page-header__title">Installation</h1>' in page
        assert re.search(r'class="sidenav__item" href="/admin" aria-current="page"', page)


def test_a_page_below_a_tab_is_marked_there(browser):
    person = make_person(is_operator=True)
    browser.sign_in(person)
    below = f"/admin/people/{encode_id(person.id)}"
    assert tabs_on(browser, below) == (OPERATOR, ["/admin/people"])
    for path in ("/profile/password", "/account/email", "/account/passkeys/new"):
        assert (path, tabs_on(browser, path)[1]) == (path, ["/account/security"])


def test_who_is_no_operator_sees_no_tabs_of_the_installation(browser):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    browser.sign_in(make_member(cluster))
    for path, title in (
        ("/duplicates", "Organisations that may be one"),
        ("/admin/records", "Records of processing"),
    ):
        page = browser.get(path).text
        assert (path, tabs_on(browser, path)) == (path, ([], []))
        assert f'<h1 class="page-header__title">{title}</h1>' in page
        assert f"<title>{title} – Innoday</title>" in page
        assert 'href="/admin"' not in page


def test_the_title_of_a_tab_says_which_and_whose(browser):
    company = make_organisation(name="Kistenfunk")
    browser.sign_in(make_member(company))
    here = f"/organisations/{encode_id(company.id)}"
    for path, title in (
        (here, "Profile"),
        (f"{here}/offers", "Offers and needs"),
        (f"{here}/people", "People"),
        (f"{here}/members", "Invite a colleague"),
    ):
        assert f"<title>{title} – Kistenfunk – Innoday</title>" in browser.get(path).text
    assert tabs_on(browser, f"{here}/members")[1] == [f"{here}/people"]


def test_the_pages_of_a_jury_are_marked_as_such_for_those_who_run_it_and_for_jurors(browser):
    scene = make_scene(proposals=1, jurors=1)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 4, 4)
    one = make_pitch_round(scene.challenge)
    marked = re.compile(r'class="sidenav__item" href="([^"]+)" aria-current="page"')
    browser.sign_in(scene.organiser)
    slug, key = scene.event.slug, encode_id(scene.challenge.id)
    for path in (
        f"/manage/{slug}/pitches",
        f"/manage/pitches/{encode_id(one.id)}",
        f"/manage/{slug}/jury/{key}/deliberation",
        f"/manage/{slug}/jury/letters",
    ):
        assert (path, marked.findall(browser.get(path).text)) == (path, [f"/manage/{slug}/jury"])
    with unit_of_work():
        room = open_room(scene.lead, scene.challenge.id)
    browser.sign_in(scene.jurors[0].person)
    page = browser.get(f"/deliberations/{encode_id(room.id)}").text
    assert marked.findall(page) == ["/jury"]
