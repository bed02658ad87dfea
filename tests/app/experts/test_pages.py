import re

from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.experts import queries
from app.experts.rules import CONSENT, Audience, Employer
from app.experts.services import ask_expert
from app.identity.models import OrganisationKind
from app.identity.services import link_of
from tests.factories.experts import make_expert
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)

WHOLE = {
    "topics": ["energy", "food"],
    "languages": ["de", "en"],
    "keywords": "Heat, Cold chain",
    "country": "DE",
    "helix": "research",
    "strengths": "I know heat.",
    "organisation_name": "Elbe Institute",
    "shared_with": "partnership",
    "employers-0-name": "Old Firm",
    "employers-0-from_year": "2001",
    "employers-0-until_year": "2009",
    "employers-1-name": "",
}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def a_cluster():
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbtal")
    manager = make_person()
    make_member(cluster, manager)
    return cluster, manager


def test_an_expert_writes_their_profile_and_leaves_with_one_click(app, browser):
    cluster, _ = a_cluster()
    person = make_person()
    make_expert(cluster, person)
    browser.sign_in(person)
    assert browser.post("/account/expert", WHOLE).status_code == 302
    page = browser.get("/account/expert")
    assert page.text.count("checked") == 5  # two topics, two languages, who finds them
    assert ('value="Old Firm"' in page.text, CONSENT[:40] in page.text) == (True, True)
    fit = queries.list_fit_profiles([person.id])[person.id]
    assert fit.employers == (Employer("Old Firm", None, 2001, 2009),)
    assert (sorted(fit.languages), fit.country) == (["de", "en"], "DE")
    assert browser.post("/account/expert/leave", page="/account/expert").status_code == 302
    assert "You are not in the pool of experts" in words(browser.get("/account/expert"))


def test_a_year_that_ends_before_it_begins_keeps_what_was_typed(app, browser):
    cluster, _ = a_cluster()
    person = make_person()
    make_expert(cluster, person)
    browser.sign_in(person)
    response = browser.post("/account/expert", WHOLE | {"employers-0-until_year": "1999"})
    assert response.status_code == 422
    assert "“Old Firm” ends before it begins." in words(response)
    assert 'value="1999"' in response.text


def test_a_cluster_asks_finds_and_reads_an_expert(app, browser):
    cluster, manager = a_cluster()
    path = f"/organisations/{encode_id(cluster.id)}/experts"
    browser.sign_in(manager)
    assert "Nobody is in the pool yet" in words(browser.get(path))
    values = {"email": "new@expert.example", "given_name": "Eglė"}
    assert browser.post(f"{path}/ask", values).status_code == 302
    assert "new@expert.example" in browser.get(f"{path}/ask").text
    person = make_person(given_name="Łukasz", family_name="Wójcik")
    profile = make_expert(cluster, person, topics=("energy",), keywords=("Heat",))
    page = words(browser.get(f"{path}?topic=energy&q=lukasz&country=nonsense"))
    assert "Łukasz Wójcik Energy" in page.replace("  ", " ")
    assert "Nobody fits" in words(browser.get(f"{path}?q=nobody"))
    one = browser.get(f"{path}/{encode_id(profile.id)}")
    assert (one.status_code, "Heat" in one.text) == (200, True)


def test_the_mail_shows_what_one_agrees_to(app, browser):
    cluster, manager = a_cluster()
    email = "egle@expert.example"
    sent = in_unit_of_work(lambda: ask_expert(actor_of(manager, cluster), cluster.id, email=email))
    path = f"/invitation/{link_of(sent)}"
    assert CONSENT in browser.get(path).text
    names = {"given_name": "Eglė", "family_name": "Ž", "password": "three words in a row"}
    response = browser.post(path, names | {"answer": "accept"})
    assert (response.status_code, response.location) == (302, "/account/expert")


def test_programs_do_the_same(app, client):
    cluster, manager = a_cluster()
    person = make_person()
    profile = make_expert(cluster, person, shared_with=Audience.PARTNERSHIP)
    mine = {"Authorization": f"Bearer {make_api_token(person)}"}
    path = f"/api/v1/clusters/{encode_id(cluster.id)}/experts"
    sent = {"topics": ["energy"], "languages": ["lt"], "keywords": ["Heat"], "shared_with": "own"}
    saved = client.put("/api/v1/me/expert-profile", json=sent, headers=mine)
    assert (saved.status_code, saved.json["topics"], saved.json["shared_with"]) == (
        *(200, ["energy"]),
        "own",
    )
    theirs = {"Authorization": f"Bearer {make_api_token(manager)}"}
    found = client.get(path, query_string={"language": "lt"}, headers=theirs)
    assert [one["id"] for one in found.json["items"]] == [encode_id(profile.id)]
    assert client.get(path, headers=mine).status_code == 404
    one = client.get(f"{path}/{encode_id(profile.id)}", headers=theirs)
    assert (one.json["keywords"], one.json["to_judge"]) == (["Heat"], 0)
    asked = client.post(f"{path}/invitations", json={"email": "n@e.example"}, headers=theirs)
    assert asked.status_code == 201
    assert client.delete("/api/v1/me/expert-profile", headers=mine).status_code == 204
    assert client.get("/api/v1/me/expert-profile", headers=mine).status_code == 404
