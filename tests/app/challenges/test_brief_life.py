"""Versions that are kept, comments between owner and organisers, and how both end."""

import pytest

from app.challenges.models import Challenge, ChallengeComment, ChallengeVersion
from app.challenges.services import commenting, moving, writing
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from challenges.brief import library
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.worker import run_jobs


def scene(phase="draft", **values):
    """Make a challenge with its owner's person and an organiser."""
    event = make_event()
    organiser = make_person()
    make_team_member(event, organiser)
    firm = make_organisation(kind="large_company")
    owner = make_member(firm)
    ids = {"owner_organisation_id": firm.id, "created_by_id": owner.id}
    values = {"context": "A plant in Łódź.", **values}
    challenge = make_challenge(event, phase=phase, **ids, **values)
    return challenge.id, actor_for(owner), actor_for(organiser)


def do(service, *args, **more):
    with unit_of_work():
        return service(*args, **more)


def kept():
    found = db.session.query(ChallengeVersion).order_by(ChallengeVersion.number)
    return [(one.number, one.occasion, one.content["title"]) for one in found]


def test_a_version_is_kept_at_each_submission_and_at_publication(app):
    challenge_id, owner, organiser = scene(title="First")
    do(writing.submit_for_review, owner, challenge_id)
    do(moving.send_back_challenge, organiser, challenge_id, "A better title")
    version = db.session.query(ChallengeVersion).one().challenge.version
    do(writing.save_draft, owner, challenge_id, version=version, values={"title": "Second"})
    assert kept() == [(1, "submitted", "First")]
    do(writing.submit_for_review, owner, challenge_id)
    do(moving.approve_challenge, organiser, challenge_id)
    assert kept() == [
        (1, "submitted", "First"),
        (2, "submitted", "Second"),
        (3, "published", "Second"),
    ]
    by = [one.by_id for one in db.session.query(ChallengeVersion).order_by("number")]
    assert by == [owner.person_id, owner.person_id, organiser.person_id]
    digests = [one.digest for one in db.session.query(ChallengeVersion).order_by("number")]
    assert digests[0] != digests[1] == digests[2]


def test_what_was_refused_keeps_no_version(app):
    challenge_id, _owner, organiser = scene(phase="in_review", ip="to_be_agreed")
    with pytest.raises(Conflict) as refused:
        do(moving.approve_challenge, organiser, challenge_id)
    assert (refused.value.code, refused.value.params) == ("challenge_incomplete", {"fields": "ip"})
    assert kept() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sponsor_name": ""}, "sponsor_name"),
        ({"budget_minor": None, "prize": "A cup"}, "budget_minor"),
        ({"decision_on": None}, "decision_on"),
        ({"ip": ""}, "ip"),
    ],
)
def test_nothing_is_published_that_nobody_answers_for(app, values, field):
    challenge_id, _owner, organiser = scene(phase="in_review", **values)
    with pytest.raises(Conflict) as refused:
        do(moving.approve_challenge, organiser, challenge_id)
    assert refused.value.params == {"fields": field}


def test_a_comment_is_mailed_to_the_other_side_and_never_to_its_writer(app):
    challenge_id, owner, organiser = scene()
    do(commenting.add_comment, owner, challenge_id, "offer", "Is 40,000 enough?")
    do(commenting.add_comment, organiser, challenge_id, "offer", "Others offer 60,000.")
    run_jobs()
    sent = {one.recipient: one.text for one in db.session.query(Delivery)}
    assert set(sent) == {owner.email, organiser.email}
    assert "Is 40,000 enough?" in sent[organiser.email]
    assert "Others offer 60,000." in sent[owner.email]


def test_a_comment_is_resolved_once_and_can_be_opened_again(app):
    challenge_id, owner, organiser = scene(phase="in_review")
    comment = do(commenting.add_comment, organiser, challenge_id, "whole", "Shorter?")
    for _ in range(2):
        do(commenting.resolve_comment, owner, challenge_id, comment.id)
    found = db.session.get(ChallengeComment, comment.id)
    assert (found.side, found.resolved_by_id) == ("organiser", owner.person_id)
    do(commenting.resolve_comment, organiser, challenge_id, comment.id, is_resolved=False)
    assert db.session.get(ChallengeComment, comment.id).resolved_at is None


def test_comments_are_closed_when_the_challenge_is_published(app):
    challenge_id, owner, organiser = scene(phase="in_review")
    comment = do(commenting.add_comment, owner, challenge_id, "whole", "Done?")
    do(moving.approve_challenge, organiser, challenge_id)
    with pytest.raises(Conflict):
        do(commenting.add_comment, owner, challenge_id, "whole", "One more thing")
    with pytest.raises(Conflict):
        do(commenting.resolve_comment, organiser, challenge_id, comment.id)


def test_nobody_else_comments_and_no_comment_of_another_challenge_is_found(app):
    challenge_id, owner, _organiser = scene()
    other_id, other_owner, _other = scene()
    comment = do(commenting.add_comment, owner, challenge_id, "whole", "Mine")
    with pytest.raises((Forbidden, NotFound)):
        do(commenting.add_comment, other_owner, challenge_id, "whole", "Hello")
    with pytest.raises((Forbidden, NotFound)):
        do(commenting.add_comment, Actor(), challenge_id, "whole", "Hello")
    with pytest.raises(NotFound):
        do(commenting.resolve_comment, other_owner, other_id, comment.id)


def test_the_page_shows_two_versions_with_the_words_that_differ(app, browser):
    challenge_id, owner, _organiser = scene(summary="Lose at most 5 crates <b>")
    do(writing.submit_for_review, owner, challenge_id)
    do(writing.take_back, owner, challenge_id)
    version = db.session.query(ChallengeVersion).one().challenge.version
    values = {"summary": "Lose at most 3 crates <b>"}
    do(writing.save_draft, owner, challenge_id, version=version, values=values)
    do(writing.submit_for_review, owner, challenge_id)
    browser.sign_in(db.session.query(ChallengeVersion).first().by)
    address = f"/challenges/{encode_id(challenge_id)}/versions"
    page = browser.get(address).text
    assert "Lose at most <del>5</del> crates &lt;b&gt;" in page
    assert "Lose at most <ins>3</ins> crates &lt;b&gt;" in page
    assert "Both say the same" in browser.get(f"{address}?old=2&new=2").text
    assert browser.get(f"{address}?old=1&new=9").status_code == 404
    assert browser.get(f"{address}?old=x").status_code == 404


def test_comments_are_written_and_resolved_on_their_page(app, browser):
    challenge_id, _owner, _organiser = scene()
    person = make_person()
    make_team_member(db.session.get(Challenge, challenge_id).event, person)
    browser.sign_in(person)
    address = f"/challenges/{encode_id(challenge_id)}/comments"
    assert browser.post(address, {"section": "offer", "text": ""}).status_code == 422
    assert browser.post(address, {"section": "offer", "text": "More <i>"}).status_code == 302
    assert "More &lt;i&gt;" in browser.get(address).text
    comment = db.session.query(ChallengeComment).one()
    one = f"{address}/{encode_id(comment.id)}"
    assert browser.post(f"{one}/resolve", page=address).status_code == 302
    assert "Resolved by" in browser.get(address).text
    assert browser.post(f"{one}/reopen", page=address).status_code == 302
    assert "Resolved by" not in browser.get(address).text


def test_a_program_reads_versions_and_comments(app, client):
    challenge_id, owner, _organiser = scene(title="A")
    do(writing.submit_for_review, owner, challenge_id)
    person = db.session.query(ChallengeVersion).one().by
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    address = f"/api/v1/challenges/{encode_id(challenge_id)}"
    (version,) = client.get(f"{address}/versions", headers=headers).json["items"]
    assert (version["number"], version["occasion"], version["by"]) == (1, "submitted", person.name)
    changes = client.get(f"{address}/versions/compare", headers=headers).json["items"]
    assert changes[0] == {"field": "title", "old": [], "new": [{"text": "A", "mark": "new"}]}
    sent = {"section": "terms", "text": "Who owns the moulds?"}
    made = client.post(f"{address}/comments", json=sent, headers=headers)
    assert (made.status_code, made.json["section"], made.json["side"]) == (201, "terms", "owner")
    one = f"{address}/comments/{made.json['id']}"
    resolved = client.post(f"{one}/resolve", headers=headers).json["items"]
    assert resolved[0]["resolved_at"]
    assert client.post(f"{one}/reopen", headers=headers).json["items"][0]["resolved_at"] is None


@pytest.mark.parametrize("page", ["comments", "versions"])
def test_the_pages_ask_the_database_as_often_for_three_as_for_one(
    app, browser, count_queries, page
):
    challenge_id, owner, organiser = scene()
    do(commenting.add_comment, owner, challenge_id, "offer", "One")
    do(writing.submit_for_review, owner, challenge_id)
    browser.sign_in(db.session.query(ChallengeVersion).one().by)
    address = f"/challenges/{encode_id(challenge_id)}/{page}"
    counts = []
    for text in ("Two", "Three"):
        browser.get(address)
        with count_queries as statements:
            browser.get(address)
        counts.append(statements.count)
        do(commenting.add_comment, organiser, challenge_id, "whole", text)
        do(writing.take_back, owner, challenge_id)
        do(writing.submit_for_review, owner, challenge_id)
    assert counts == [QUERIES[page]] * 2


QUERIES = {"comments": 6, "versions": 7}


def test_every_section_of_the_library_fits_a_version(app):
    event = make_event()
    firm = make_organisation(kind="large_company")
    owner = actor_for(make_member(firm))
    for brief in library()[:3]:
        made = do(writing.create_challenge, owner, event, brief=brief)
        values = {"sponsor_name": "Ada"}
        do(writing.save_draft, owner, made.id, version=1, values=values)
        do(writing.submit_for_review, owner, made.id)
    assert [number for number, _occasion, _title in kept()] == [1, 1, 1]
