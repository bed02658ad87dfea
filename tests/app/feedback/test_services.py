from datetime import timedelta

import pytest
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.feedback.models import Certificate, FeedbackLetter
from app.feedback.queries import letters as queries
from app.feedback.queries.certificates import find_by_code
from app.feedback.queries.replying import find_reply
from app.feedback.rules.replying import Finding, ReplyKind
from app.feedback.rules.wording import Wording
from app.feedback.services import letters, replying
from app.juries.models import Juror
from app.juries.queries.panel import list_jurors
from app.juries.services import deciding
from app.proposals.models import Proposal
from tests.app.feedback.scene import make_decided
from tests.factories.identity import actor_of, make_member, make_person
from tests.factories.juries import make_assignment, make_scorecard


def tell(scene):
    with unit_of_work():
        deciding.tell_everyone(scene.lead, scene.jury.challenge.id)


def drafts(scene):
    return queries.list_drafts(db.session.get(Challenge, scene.jury.challenge.id))


def test_a_letter_that_leaks_keeps_everybody_from_being_told_until_it_is_worded_anew(app):
    scene = make_decided(feedback="Juror No 1 thought it too early.")
    second = scene.jury.proposals[1].id
    with pytest.raises(Conflict) as refused:
        tell(scene)
    assert (refused.value.code, refused.value.params) == ("feedback_leaks", {"number": 1})
    assert db.session.scalars(select(FeedbackLetter)).all() == []
    with unit_of_work():
        saved = letters.save_letter(
            scene.lead, second, Wording("Too early.", ("too_early",)), version=1
        )
        assert saved.leaks == ()
    assert db.session.get(Proposal, second).feedback == "Too early."
    tell(scene)
    letter = queries.find_letter(second)
    assert [(line["key"], line["level"]) for line in letter.levels] == [("fit", 2), ("team", 3)]
    assert letter.reasons == ["too_early"]


def test_what_only_looks_like_a_leak_stands_with_a_reason_and_new_words_are_asked_about(app):
    scene = make_decided(feedback="As Juror No 1 would say.")
    second = scene.jury.proposals[1].id
    with unit_of_work():
        words = Wording("As Juror No 1 would say.", accept_reason="It is a proverb here.")
        assert letters.save_letter(scene.lead, second, words, version=1).leaks == ()
    with unit_of_work():
        more = Wording("As Juror No 1 and Juror No 2 would say.")
        leaks = letters.save_letter(scene.lead, second, more, version=2).leaks
    assert {one.text for one in leaks} == {"Juror No 2", "No 2"}


def test_letters_freeze_what_the_jury_gave_and_certificates_can_be_checked(app):
    scene = make_decided()
    tell(scene)
    certificates = db.session.scalars(select(Certificate)).all()
    assert [(one.proposal_id, one.kind) for one in certificates] == [
        (scene.jury.proposals[0].id, "selected")
    ]
    assert find_by_code(certificates[0].code.upper()) is certificates[0]
    with pytest.raises(Conflict) as refused, unit_of_work():
        letters.save_letter(scene.lead, scene.jury.proposals[1].id, Wording("Late."), version=1)
    assert refused.value.code == "already_told"


@pytest.mark.parametrize(
    ("wording", "version", "code"),
    [
        (Wording(""), 1, "feedback_missing"),
        (Wording("Fine.", ("no_such",)), 1, "reason_unknown"),
        (Wording("Fine."), 7, "decision_changed_meanwhile"),
    ],
)
def test_what_a_letter_may_not_say(app, wording, version, code):
    scene = make_decided()
    with pytest.raises((Invalid, Conflict)) as refused, unit_of_work():
        letters.save_letter(scene.lead, scene.jury.proposals[1].id, wording, version=version)
    assert refused.value.code == code


def test_an_event_has_reasons_of_its_own_and_old_letters_keep_theirs(app):
    scene = make_decided()
    event = scene.jury.event
    with unit_of_work():
        letters.arrange_feedback(scene.lead, event, reply_days=5, reasons=["Too big.", "", "Late."])
    own = queries.list_reasons(event)
    assert [one.text for one in own] == ["Too big.", "Late."]
    word = Wording("Fine.", ("too_early",))
    with pytest.raises(Invalid), unit_of_work():
        letters.save_letter(scene.lead, scene.jury.proposals[1].id, word, version=1)
    with pytest.raises(Forbidden), unit_of_work():
        letters.arrange_feedback(scene.jury.juror(), event, reply_days=5, reasons=[])


@pytest.mark.parametrize("size", [1, 3])
def test_letters_take_the_same_statements_whatever_their_number(app, count_queries, size):
    scene = make_decided()
    for proposal in scene.jury.proposals[:1] if size == 1 else scene.jury.proposals:
        make_scorecard(make_assignment(scene.jury.jurors[2], proposal), 3, 3)
    db.session.expire_all()
    challenge = db.session.get(Challenge, scene.jury.challenge.id)
    with count_queries as counted:
        assert len(queries.list_drafts(challenge)) == 2
    assert counted.count == 12


def test_a_reply_is_sent_once_within_its_time(app):
    scene = make_decided()
    second = scene.jury.proposals[1].id
    with pytest.raises(NotFound), unit_of_work():
        replying.send_reply(scene.loser_actor, second, ReplyKind.APPEAL, "Not told yet.")
    tell(scene)
    with pytest.raises(NotFound), unit_of_work():
        replying.send_reply(scene.winner_actor, second, ReplyKind.APPEAL, "Not mine.")
    with unit_of_work():
        replying.send_reply(scene.loser_actor, second, ReplyKind.APPEAL, "Look again.")
    with pytest.raises(Conflict) as twice, unit_of_work():
        replying.send_reply(scene.loser_actor, second, ReplyKind.REPLY, "And again.")
    assert twice.value.code == "replied_already"
    first = scene.jury.proposals[0].id
    with unit_of_work():
        db.session.get(Proposal, first).outcome_told_at = clock.now() - timedelta(days=12)
    with pytest.raises(Conflict) as late, unit_of_work():
        replying.send_reply(scene.winner_actor, first, ReplyKind.REPLY, "Thank you.")
    assert late.value.code == "reply_time_over"


def test_an_appeal_goes_to_somebody_who_did_not_judge_and_is_answered_once(app):
    scene = make_decided()
    tell(scene)
    second = scene.jury.proposals[1]
    with unit_of_work():
        replying.send_reply(scene.loser_actor, second.id, ReplyKind.APPEAL, "Look again.")
    reply_id = find_reply(second.id).id
    judge, _other, free = (one.person for one in scene.jury.jurors)
    tied = make_member(second.organisation)
    for unfit in (judge.id, scene.jury.organiser.id, tied.id, make_person().id):
        with pytest.raises(Invalid) as refused, unit_of_work():
            replying.route_reply(scene.lead, reply_id, unfit)
        assert refused.value.code == "reader_unfit"
    with pytest.raises(NotFound), unit_of_work():
        replying.answer_reply(actor_of(free), reply_id, Finding.UPHELD, "Not mine yet.")
    with unit_of_work():
        replying.route_reply(scene.lead, reply_id, free.id)
    with pytest.raises(Invalid), unit_of_work():
        replying.answer_reply(actor_of(free), reply_id, Finding.NOTED, "An appeal is more.")
    with pytest.raises(Forbidden), unit_of_work():
        replying.answer_reply(scene.lead, reply_id, Finding.REJECTED, "I decide.")
    with unit_of_work():
        replying.answer_reply(actor_of(free), reply_id, Finding.REJECTED, "Read whole; it stands.")
    with pytest.raises(Conflict) as twice, unit_of_work():
        replying.answer_reply(actor_of(free), reply_id, Finding.UPHELD, "Or not.")
    assert twice.value.code == "reply_answered"
    with pytest.raises(Conflict), unit_of_work():
        replying.route_reply(scene.lead, reply_id, free.id)
    assert len(list_jurors(scene.jury.event)) == db.session.query(Juror).count() == 3
