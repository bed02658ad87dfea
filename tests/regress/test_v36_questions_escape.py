"""CVE-2023-37901: pages that ask before an act, and what they say after it, escape names."""

from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import OrganisationKind
from app.identity.rules import MemberRole
from tests.factories.identity import make_member, make_organisation

POISON = '"><img src=x onerror=alert(1)>'


def test_every_question_about_an_organisation_shows_names_as_text(browser):
    cluster = make_organisation(name=f"Cluster {POISON}", kind=OrganisationKind.CLUSTER)
    manager = make_member(cluster, given_name=POISON)
    company = make_organisation(name=f"Company {POISON}")
    owner = make_member(company, given_name=POISON)
    colleague = make_member(company, given_name=POISON, role=MemberRole.MEMBER)
    with unit_of_work():
        who = queries.actor_for(owner)
        crossed = services.ask_cluster(who, company.id, cluster_id=cluster.id)
        offer = services.add_offer(who, company.id, kind="offer", text=POISON, keywords=[POISON])
    base = f"/organisations/{encode_id(company.id)}"
    person = encode_id(colleague.id)
    pages = {
        owner: (
            *(base, f"{base}/people", f"{base}/members/{person}", f"{base}/clusters"),
            *(f"{base}/offers", f"{base}/offers/{encode_id(offer.id)}", f"{base}/directory"),
            f"/cluster-memberships/{encode_id(crossed.id)}",
        ),
        manager: (
            *("/home", f"/cluster-memberships/{encode_id(crossed.id)}"),
            f"/organisations/{encode_id(cluster.id)}/cluster-members?state=asked",
        ),
    }
    shown = 0
    for reader, paths in pages.items():
        browser.sign_in(reader)
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code == 200, path
            assert "<img src=x" not in answer.text, path
            shown += answer.text.count("&lt;img src=x")
    assert shown > 10

    browser.sign_in(owner)
    remove = f"{base}/members/{person}/remove"
    said = browser.post(remove, page=f"{base}/people", follow_redirects=True)
    assert (said.status_code, "<img src=x" in said.text) == (200, False)
    assert "&lt;img src=x" in said.text
