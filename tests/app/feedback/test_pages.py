"""One scene from the letters of a challenge to the answered appeal, by pages and by the API."""

import re
from hashlib import sha256

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.feedback.models import Certificate
from tests.app.feedback.scene import make_decided
from tests.factories.identity import make_api_token
from tests.worker import run_jobs


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.fixture
def scene(app):
    return make_decided(feedback="Juror No 1 thought it too early.")


def test_from_the_letters_to_the_answered_appeal(app, browser, scene):
    event, challenge = scene.jury.event, scene.jury.challenge
    first, second = (encode_id(one.id) for one in scene.jury.proposals)
    here = f"/manage/{event.slug}/jury/{encode_id(challenge.id)}"
    browser.sign_in(scene.jury.organiser)
    assert "1 letter names somebody" in words(browser.get(f"{here}/letters")).replace("One", "1")
    page = browser.get(f"{here}/letters/{second}")
    assert "Juror No 1 thought it too early." in words(page)
    assert "Names a juror" in words(page)
    form = {"version": "1", "feedback": "Too early.", "reasons": ["too_early", "fit_weak"]}
    saved = browser.post(f"{here}/letters/{second}", form)
    assert saved.location.endswith(f"{here}/letters/{first}")
    assert browser.post(f"{here}/tell", page=here).status_code == 302

    browser.sign_in(scene.loser)
    letter = browser.get(f"/proposals/{second}/feedback")
    assert "It meets the challenge only in part." in words(letter)
    assert "Too early." in words(letter)
    assert "Juror No" not in letter.text
    assert browser.get(f"/proposals/{first}/feedback").status_code == 404
    assert "Waiting for its turn" not in words(letter)
    assert browser.get(f"/proposals/{second}/feedback.pdf").status_code == 409
    run_jobs()
    printed = browser.get(f"/proposals/{second}/feedback.pdf")
    assert printed.data[:5] == b"%PDF-"
    assert sha256(printed.data).hexdigest() in browser.get(f"/proposals/{second}/feedback").text
    assert browser.get(f"/proposals/{second}/certificate.pdf").status_code == 404
    sent = browser.post(f"/proposals/{second}/feedback", {"kind": "appeal", "text": "Look again."})
    assert sent.status_code == 302

    browser.sign_in(scene.jury.organiser)
    listed = browser.get(f"{here}/replies")
    reply = re.search(r'href="(/replies/\w+)"', listed.text).group(1)
    page = browser.get(reply)
    free = scene.jury.jurors[2].person
    assert words(page).count("judged the proposal") == 2
    assert page.text.count("Give it to them") == 1
    assert (
        browser.post(f"{reply}/reader", {"person_id": encode_id(free.id)}, page=reply).status_code
        == 302
    )

    browser.sign_in(scene.jury.jurors[0].person)
    assert browser.get(reply).status_code == 404
    browser.sign_in(free)
    assert "Look again." in words(browser.get(reply))
    answered = browser.post(reply, {"finding": "rejected", "answer": "It was read again."})
    assert answered.status_code == 302
    browser.sign_in(scene.loser)
    assert "It was read again." in words(browser.get(f"/proposals/{second}/feedback"))


def test_a_winner_has_a_certificate_that_anybody_can_check(app, browser, scene):
    first, second = (encode_id(one.id) for one in scene.jury.proposals)
    lead = {"Authorization": f"Bearer {make_api_token(scene.jury.organiser)}"}
    worded = browser.client.put(
        f"/api/v1/proposals/{second}/letter",
        json={"version": 1, "feedback": "Too early.", "reasons": ["too_early"]},
        headers=lead,
    )
    assert (worded.status_code, worded.json["is_ready"]) == (200, True)
    told = browser.client.post(
        f"/api/v1/challenges/{encode_id(scene.jury.challenge.id)}/outcomes", headers=lead
    )
    assert told.status_code == 200
    browser.sign_in(scene.winner)
    path = f"/proposals/{first}/certificate.pdf"
    assert browser.get(path).status_code == 409
    run_jobs()
    assert browser.get(path).data[:5] == b"%PDF-"
    assert browser.get(f"{path}?edition=2").status_code == 404
    assert "with a code by which anybody" in words(browser.get(f"/proposals/{first}/feedback"))
    winner = {"Authorization": f"Bearer {make_api_token(scene.winner)}"}
    told = browser.client.get(f"/api/v1/proposals/{first}/feedback", headers=winner).json
    assert [one["state"] for one in told["papers"] + told["certificates"]] == ["made", "made"]
    same = browser.client.get(f"/api/v1{path}?edition=1", headers=winner)
    assert sha256(same.data).hexdigest() == told["certificates"][0]["sha256"]
    code = db.session.scalars(select(Certificate.code)).one()
    checked = browser.client.get(f"/api/v1/certificates/{code}")
    assert checked.json["kind"] == "selected"
    page = browser.get(f"/certificates?code={code}")
    assert "This certificate is genuine" in words(browser.get(page.location))
    assert browser.get("/certificates/0000-0000-0000-0000").status_code == 404
    run_jobs(app)
