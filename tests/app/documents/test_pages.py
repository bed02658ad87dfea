"""Documents as people meet them: keeping, asking, letting in, accepting, opening; and programs."""

import io

import pikepdf
import pytest

from app.core.content import PDF, PNG
from app.core.db import db
from app.core.files import path_of
from app.core.ids import encode_id
from app.documents.models import Access, Document, Opening
from app.documents.rules import Tier
from app.notifications.models import Delivery
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.documents import (
    let_in,
    make_access,
    make_agreement,
    make_file,
    make_text,
    member,
    owner_of,
)
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.regress.corpus import pdf, picture
from tests.worker import run_jobs


@pytest.fixture
def challenge(app):
    return make_challenge()


@pytest.fixture
def base(challenge):
    return f"/challenges/{encode_id(challenge.id)}"


def test_an_owner_writes_the_agreement_first_and_then_puts_documents_under_it(
    challenge, base, browser
):
    browser.sign_in(owner_of(challenge))
    text = {"title": "Measured loads", "text": "Hall 3 draws 2.1 MW", "tier": "agreement"}
    refused = browser.post(f"{base}/documents/text", text)
    assert refused.status_code == 422
    assert "Write the agreement first." in refused.text
    assert "1. The challenge owner shows you documents" in browser.get(f"{base}/agreement").text
    browser.post(f"{base}/agreement", {"text": "You tell nobody."})
    assert browser.post(f"{base}/documents/text", text).status_code == 302
    sent = {"file": (io.BytesIO(pdf()), "plan.pdf"), "tier": "agreement", "title": "Floor plan"}
    added = browser.post(f"{base}/documents", sent, content_type="multipart/form-data")
    assert added.location == f"{base}/documents"
    page = browser.get(f"{base}/documents").text
    assert "Measured loads" in page
    assert "plan.pdf" in page
    assert "Floor plan" not in browser.client.application.test_client().get(base).text


def test_an_organisation_asks_is_let_in_and_accepts(challenge, base, browser):
    make_agreement(challenge)
    make_text(challenge, title="Floor plan")
    reader, owner = make_member(make_organisation(name="Frostwerk")), owner_of(challenge)
    browser.sign_in(reader)
    seen = browser.get(base).text
    assert "1 document is shown to organisations" in seen
    assert "Floor plan" not in seen
    browser.post(f"{base}/access", {"note": "We build heat pumps"})
    access = db.session.query(Access).one()
    run_jobs()
    assert mails() == [("access_asked", owner.email)]

    browser.sign_in(owner)
    assert "Answer who asks to see the documents" in browser.get("/home").text
    readers = browser.get(f"{base}/readers").text
    assert "Frostwerk" in readers
    assert "We build heat pumps" in readers
    answer = f"{base}/readers/{encode_id(access.id)}"
    browser.post(answer, {"state": "confirmed"}, page=f"{base}/readers")
    run_jobs()
    assert ("access_answered", reader.email) in mails()

    browser.sign_in(reader)
    assert "You tell nobody." in browser.get(f"{base}/access").text
    browser.post(f"{base}/access/accept", {"version": "1"}, page=f"{base}/access")
    assert "Floor plan" in browser.get(base).text
    browser.sign_in(owner)
    kept = browser.get(f"{base}/acceptances.csv").get_data(as_text=True)
    assert f"Frostwerk,{reader.name},1," in kept


def test_nobody_accepts_what_was_changed_meanwhile(challenge, base, browser):
    make_agreement(challenge)
    make_agreement(challenge, version=2, text="A stricter text")
    firm = make_organisation()
    reader = make_member(firm)
    make_access(challenge, reader, firm.id)
    browser.sign_in(reader)
    late = browser.post(f"{base}/access/accept", {"version": "1"}, page=f"{base}/access")
    assert late.status_code == 409
    assert "Read the new text first." in late.text
    assert "A stricter text" in late.text


def test_what_is_opened_carries_the_reader_and_the_owner_sees_who_did(challenge, base, browser):
    make_agreement(challenge)
    firm = make_organisation(name="Frostwerk")
    reader = make_member(firm, make_person(given_name="Łucja", family_name="Ōtani"))
    let_in(challenge, reader, firm.id)
    loads = make_text(challenge, text="Hall 3 draws 2.1 MW")
    plan = make_file(challenge, pdf(), "plan.pdf", PDF)
    browser.sign_in(reader)
    shown = browser.post(f"{base}/documents/{encode_id(loads.id)}/open", page=base)
    assert "Hall 3 draws 2.1 MW" in shown.text
    assert f"Confidential. Opened by {reader.name} · Frostwerk" in shown.text
    opened = browser.post(f"{base}/documents/{encode_id(plan.id)}/open", page=base)
    assert opened.mimetype == "application/pdf"
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with pikepdf.open(io.BytesIO(opened.data)) as marked:
        assert len(marked.pages[0].obj.Resources.XObject) == 1

    browser.sign_in(owner_of(challenge))
    log = browser.get(f"{base}/readers").text
    assert log.count(reader.name) == 4  # asked, accepted, opened twice
    original = browser.post(f"{base}/documents/{encode_id(plan.id)}/open", page=base)
    assert original.data == path_of(plan.file).read_bytes()


def mails():
    return sorted(
        (one.template.partition(":")[0], one.recipient) for one in db.session.query(Delivery)
    )


def test_what_is_confidential_is_on_no_page_of_others_and_in_no_export(challenge, base, browser):
    make_agreement(challenge)
    for tier in Tier:
        make_text(challenge, tier, title=f"Zq{tier}", text=f"Xq{tier}")
    browser.sign_in(make_member(make_organisation()))
    for path in (base, f"{base}/brief.toml", f"{base}/access"):
        page = browser.get(path).text
        assert "Zqagreement" not in page
        assert "Zqclosed" not in page
        assert "Xq" not in page
    documents = {one.tier: encode_id(one.id) for one in db.session.query(Document)}
    status = {t: browser.get(f"{base}/documents/{i}").status_code for t, i in documents.items()}
    assert status == {"public": 200, "registered": 200, "agreement": 404, "closed": 404}
    posted = {
        tier: browser.post(f"{base}/documents/{one}/open", page="/home").status_code
        for tier, one in documents.items()
    }
    assert posted == {"public": 200, "registered": 200, "agreement": 404, "closed": 404}
    other = encode_id(make_challenge(challenge.event).id)
    path = f"/challenges/{other}/documents/{documents['public']}"
    assert browser.get(path).status_code == 404
    assert db.session.query(Opening).count() == 0


def test_a_picture_is_given_as_it_is_and_its_opening_is_kept(challenge, base, browser):
    make_agreement(challenge)
    firm = make_organisation()
    reader = make_member(firm)
    let_in(challenge, reader, firm.id)
    document = make_file(challenge, picture(), "hall.png", PNG)
    browser.sign_in(reader)
    got = browser.post(f"{base}/documents/{encode_id(document.id)}/open", page=base)
    assert (got.mimetype, got.data) == ("image/png", picture())
    assert db.session.query(Opening).count() == 1
    got.close()


def test_the_owner_changes_a_tier_and_removes(challenge, base, browser):
    document = make_text(challenge, Tier.CLOSED, title="Notes")
    browser.sign_in(owner_of(challenge))
    place = f"{base}/documents/{encode_id(document.id)}"
    assert "Notes" in browser.get(f"{place}/tier").text
    assert browser.post(f"{place}/tier", {"tier": "everything"}).status_code == 422
    browser.post(f"{place}/tier", {"tier": "public"})
    assert "Notes" in browser.client.application.test_client().get(base).text
    browser.post(f"{place}/remove", page=f"{base}/documents")
    assert "Notes" not in browser.get(base).text


def test_a_refusal_needs_a_reason_and_a_bad_file_is_refused_with_one(challenge, base, browser):
    firm = make_organisation()
    asked = Access(challenge_id=challenge.id, organisation_id=firm.id)
    asked.asked_by_id = make_member(firm).id
    access = saved(lambda: asked)
    browser.sign_in(owner_of(challenge))
    answer = f"{base}/readers/{encode_id(access.id)}"
    refused = browser.post(answer, {"state": "refused"}, page=f"{base}/readers")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    sent = {"file": (io.BytesIO(b"MZ"), "a.pdf"), "tier": "public"}
    bad = browser.post(f"{base}/documents", sent, content_type="multipart/form-data")
    assert bad.status_code == 422
    assert "files are taken" in bad.text


def test_programs_do_the_same(app, challenge, browser):
    client = app.test_client()
    firm = make_organisation(name="Frostwerk")
    reader = make_member(firm)
    tokens = {
        name: {"Authorization": f"Bearer {make_api_token(person, 'read', 'write')}"}
        for name, person in (("owner", owner_of(challenge)), ("reader", reader))
    }
    base = f"/api/v1/challenges/{encode_id(challenge.id)}"

    def ask(who, method, path, **sent):
        return client.open(base + path, method=method, headers=tokens[who], **sent)

    assert ask("owner", "PUT", "/agreement", json={"text": "You tell nobody."}).json["version"] == 1
    file = {"file": (io.BytesIO(pdf()), "plan.pdf")}
    made = ask("owner", "POST", "/documents?tier=agreement", data=file)
    assert (made.status_code, made.json["title"], made.json["tier"]) == (
        *(201, "plan.pdf"),
        "agreement",
    )
    text = {"title": "Loads", "tier": "closed", "text": "2.1 MW"}
    assert ask("owner", "POST", "/documents/texts", json=text).status_code == 201
    shelf = ask("reader", "GET", "/documents").json
    assert shelf == {"items": [], "locked": 1, "step": "ask"}
    access = ask("reader", "POST", "/access", json={"note": "Heat pumps"}).json
    answer = {"state": "confirmed"}
    assert ask("owner", "POST", f"/readers/{access['id']}", json=answer).status_code == 200
    opening = f"/documents/{made.json['id']}/open"
    assert ask("reader", "POST", opening).status_code == 404
    assert ask("reader", "POST", "/access/accept", json={"version": 1}).status_code == 201
    got = ask("reader", "POST", opening)
    assert (got.status_code, got.mimetype) == (200, PDF)
    assert got.data != pdf()
    (row,) = ask("owner", "GET", "/openings").json["items"]
    assert (row["person"], row["organisation"]) == (reader.name, "Frostwerk")
    assert (row["title"], row["tier"]) == ("plan.pdf", "agreement")
    assert ask("reader", "GET", "/openings").status_code == 404
    assert ask("owner", "GET", "/acceptances").json["items"][0]["version"] == 1
    assert ask("owner", "DELETE", f"/documents/{made.json['id']}").status_code == 204
    assert member(reader).organisation_ids == {firm.id}
