"""Asking, answering, publishing, following and reminding on the real database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.enquiries import queries
from app.enquiries.models import ChallengeFollower, DeadlineReminder, Enquiry
from app.enquiries.rules import Audience, clock_of
from app.enquiries.services import asking, correcting, following, reminding
from app.notifications.models import Delivery
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.enquiries import make_enquiry, make_follower
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal
from tests.worker import let_time_pass, run_jobs


def running(**values):
    """Return a challenge that takes questions for two more weeks."""
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=21)}
    return make_challenge(make_event(), **(dates | values))


def owner_of(challenge):
    return actor_of(challenge.created_by, challenge.owner_organisation)


def small():
    organisation = make_organisation(name="Smart Frost UAB")
    return actor_of(make_member(organisation), organisation)


def ask(actor, challenge, text="May a partner from Norway take part?"):
    with unit_of_work():
        return asking.ask(actor, challenge.id, text).id


def reply(audience=Audience.ALL, **values):
    words = {"text": "May a Norwegian partner take part?", "answer": "Yes."}
    return asking.Reply(**(words | {"audience": audience} | values))


def answer(actor, enquiry_id, said, version=1):
    with unit_of_work():
        asking.answer_enquiry(actor, enquiry_id, said, version=version)


def publish(actor, challenge):
    with unit_of_work():
        return asking.publish_answers(actor, challenge.id)


def withdraw(actor, enquiry_id):
    with unit_of_work():
        correcting.withdraw_enquiry(actor, enquiry_id)


def correct(actor, enquiry_id, text, version):
    with unit_of_work():
        correcting.correct_answer(actor, enquiry_id, text, version=version)


def code_of(kind, act):
    with pytest.raises(kind) as caught:
        act()
    return caught.value.code


def sent(template):
    query = select(Delivery.recipient).where(Delivery.template == template)
    return sorted(db.session.scalars(query))


def test_a_question_becomes_public_without_who_asked(app):
    challenge, asker = running(), small()
    enquiry_id = ask(asker, challenge)
    assert queries.list_published(challenge.id, 10) == []
    answer(owner_of(challenge), enquiry_id, reply())
    assert queries.list_published(challenge.id, 10) == []
    assert publish(owner_of(challenge), challenge) == 1
    [public] = queries.list_published(challenge.id, 10)
    assert (public.text, public.answer) == ("May a Norwegian partner take part?", "Yes.")
    assert public.asked_text == "May a partner from Norway take part?"


def test_the_same_question_again_is_answered_like_the_first(app):
    challenge, asker = running(), small()
    first = ask(asker, challenge)
    assert ask(asker, challenge, "may a partner from  Norway take part?") == first
    assert db.session.scalar(select(func.count()).select_from(Enquiry)) == 1


def test_owner_and_strangers_do_not_ask(app):
    challenge = running()
    own = code_of(Forbidden, lambda: ask(owner_of(challenge), challenge))
    nobody = code_of(Forbidden, lambda: ask(actor_of(make_person()), challenge))
    assert (own, nobody) == ("forbidden", "forbidden")
    hidden = running(phase="draft")
    assert code_of(NotFound, lambda: ask(small(), hidden)) == "not_found"


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True), (1, True)])
def test_questions_end_to_the_second(app, seconds, is_late):
    challenge, asker = running(), small()
    ends = queries_end(challenge)
    with time_machine.travel(ends + timedelta(seconds=seconds), tick=False):
        if is_late:
            assert code_of(Conflict, lambda: ask(asker, challenge)) == "questions_over"
        else:
            assert ask(asker, challenge)


def queries_end(challenge):
    return clock_of(challenge, challenge.event.timezone).ask_by


def test_an_organisation_has_ten_open_questions_at_most(app):
    challenge, asker = running(), small()
    for number in range(10):
        ask(asker, challenge, f"Question number {number}?")
    eleventh = code_of(Conflict, lambda: ask(asker, challenge, "One more?"))
    assert eleventh == "too_many_questions"
    assert ask(small(), challenge, "One more?")


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ({"text": "May Smart Frost UAB take part?"}, "names_asker", "text"),
        ({"answer": "Dear Eglė Zukauskaite, yes."}, "names_asker", "answer"),
        ({"text": "Write to me@example.org?"}, "names_contact", "text"),
    ],
)
def test_what_tells_who_asked_is_not_published(app, words, code, field):
    challenge = running()
    enquiry_id = ask(small(), challenge)
    with pytest.raises(Invalid) as caught:
        answer(owner_of(challenge), enquiry_id, reply(**words))
    assert (caught.value.code, caught.value.field) == (code, field)
    db.session.rollback()
    assert db.session.get(Enquiry, enquiry_id).state == "open"


def test_a_private_answer_needs_a_reason_and_reaches_the_asker_alone(app):
    challenge, asker = running(), small()
    enquiry_id = ask(asker, challenge, "Does our patent of Smart Frost UAB count?")
    alone = reply(Audience.ASKER)
    lacking = code_of(Invalid, lambda: answer(owner_of(challenge), enquiry_id, alone))
    assert lacking == "reason_missing"
    answer(owner_of(challenge), enquiry_id, reply(Audience.ASKER, reason="It is your patent"))
    run_jobs()
    assert queries.list_published(challenge.id, 10) == []
    assert code_of(Conflict, lambda: publish(owner_of(challenge), challenge)) == (
        "no_answers_waiting"
    )
    assert sent("enquiry_answered") == [asker.email]
    [own] = queries.list_own(asker, challenge.id)
    assert (own.state, own.private_reason) == ("private", "It is your patent")


def test_of_two_answers_one_is_told_and_a_published_one_stays(app):
    challenge = running()
    enquiry_id = ask(small(), challenge)
    owner = owner_of(challenge)
    answer(owner, enquiry_id, reply(answer="First"))
    late = code_of(Conflict, lambda: answer(owner, enquiry_id, reply(answer="Second"), version=1))
    assert late == "changed_meanwhile"
    answer(owner, enquiry_id, reply(answer="Third"), version=2)
    publish(owner, challenge)
    final = code_of(Conflict, lambda: answer(owner, enquiry_id, reply(), version=3))
    assert final == "answer_final"
    assert queries.list_published(challenge.id, 1)[0].answer == "Third"


def test_a_question_is_taken_back_until_it_is_answered(app):
    challenge, asker = running(), small()
    first, second = ask(asker, challenge), ask(asker, challenge, "And from Iceland?")
    rival = small()
    assert code_of(NotFound, lambda: withdraw(rival, first)) == "not_found"
    assert code_of(NotFound, lambda: withdraw(owner_of(challenge), first)) == "not_found"
    withdraw(asker, first)
    assert db.session.get(Enquiry, first) is None
    assert code_of(NotFound, lambda: withdraw(asker, first)) == "not_found"
    answer(owner_of(challenge), second, reply())
    assert code_of(Conflict, lambda: withdraw(asker, second)) == "answered_meanwhile"
    assert ask(asker, challenge) != first


def test_a_corrected_answer_keeps_what_it_said_and_all_readers_are_told(app):
    challenge, asker, follower = running(), small(), make_person()
    enquiry_id = ask(asker, challenge)
    make_follower(challenge, follower)
    owner = owner_of(challenge)
    answer(owner, enquiry_id, reply(answer="At most 220 mm."))
    early = code_of(Conflict, lambda: correct(owner, enquiry_id, "At most 320 mm.", 2))
    assert early == "answer_not_public"
    publish(owner, challenge)
    at = clock.now() + timedelta(hours=2)
    with time_machine.travel(at, tick=False):
        correct(owner, enquiry_id, "At most 320 mm.", 2)
        run_jobs()
    [public] = queries.list_published(challenge.id, 10)
    assert (public.answer, public.version) == ("At most 320 mm.", 3)
    assert public.earlier == [{"answer": "At most 220 mm.", "until": at.replace(microsecond=0)}]
    assert sent("answer_corrected") == sorted([asker.email, follower.email])
    letter = db.session.scalar(select(Delivery).where(Delivery.template == "answer_corrected"))
    assert "> May a Norwegian partner take part?" in letter.text


def test_of_two_corrections_one_counts_and_neither_tells_who_asked(app):
    challenge, asker = running(), small()
    enquiry_id = ask(asker, challenge)
    owner = owner_of(challenge)
    answer(owner, enquiry_id, reply())
    publish(owner, challenge)
    same = code_of(Invalid, lambda: correct(owner, enquiry_id, "Yes.", 2))
    told = code_of(Invalid, lambda: correct(owner, enquiry_id, "Yes, Smart Frost UAB.", 2))
    assert (same, told) == ("answer_unchanged", "names_asker")
    correct(owner, enquiry_id, "No.", 2)
    late = code_of(Conflict, lambda: correct(owner, enquiry_id, "Perhaps.", 2))
    assert late == "changed_meanwhile"
    assert code_of(NotFound, lambda: correct(asker, enquiry_id, "Yes!", 3)) == "not_found"
    db.session.rollback()
    assert [one["answer"] for one in db.session.get(Enquiry, enquiry_id).earlier] == ["Yes."]


def test_organisers_answer_and_others_do_not_know_of_it(app):
    challenge = running()
    enquiry = make_enquiry(challenge)
    lead = make_person()
    make_team_member(challenge.event, lead)
    answer(actor_of(lead), enquiry.id, reply())
    rival = small()
    assert code_of(NotFound, lambda: answer(rival, enquiry.id, reply(), 2)) == "not_found"
    assert code_of(NotFound, lambda: publish(rival, challenge)) == "not_found"


def test_each_batch_is_told_once_to_followers_and_applicants(app):
    challenge, asker = running(), small()
    follower, writer = make_person(), make_proposal(challenge).created_by
    make_follower(challenge, follower)
    make_follower(challenge, writer)  # follows what it writes for: one letter all the same
    for number in range(3):
        enquiry_id = ask(asker, challenge, f"Question {number}?")
        answer(owner_of(challenge), enquiry_id, reply(text=f"Question {number}?"))
    publish(owner_of(challenge), challenge)
    run_jobs()
    assert sent("answers_published") == sorted([follower.email, writer.email, asker.email])
    letter = db.session.scalar(select(Delivery).where(Delivery.recipient == follower.email))
    assert "> Question 0?\n> Question 1?\n> Question 2?" in letter.text
    assert "http://localhost/unfollow/" in letter.text
    assert "Smart Frost" not in letter.text


def test_the_owner_is_told_of_a_question_and_not_who_asked(app):
    challenge, asker = running(), small()
    ask(asker, challenge)
    run_jobs()
    assert sent("enquiry_asked") == [challenge.created_by.email]
    [letter] = db.session.scalars(select(Delivery).where(Delivery.template == "enquiry_asked"))
    assert asker.email not in letter.text
    assert "Smart Frost" not in letter.text


def test_who_follows_twice_follows_once_and_who_stops_is_gone(app):
    challenge, person = running(), make_person()
    for _ in range(2):
        with unit_of_work():
            following.follow_challenge(actor_of(person), challenge.id)
    assert [one.person_id for one in queries.list_followers(challenge.id)] == [person.id]
    for _ in range(2):
        with unit_of_work():
            following.unfollow_challenge(actor_of(person), challenge.id)
    assert queries.list_followers(challenge.id) == []


def test_a_mailed_link_ends_one_following_and_no_other(app):
    challenge = running()
    gone, stays = (make_follower(challenge, make_person()) for _ in range(2))
    link, anybody = queries.link_of(gone), actor_of(make_person())
    with unit_of_work():
        following.unfollow_by_link(anybody, link)
    assert [one.id for one in db.session.scalars(select(ChallengeFollower))] == [stays.id]
    assert code_of(NotFound, lambda: queries.get_by_link(link)) == "not_found"
    forged = link[:13] + "0" * 32
    assert code_of(NotFound, lambda: queries.get_by_link(forged)) == "not_found"


def test_readers_are_reminded_once_two_days_before(app):
    challenge = running()
    follower = make_person()
    make_follower(challenge, follower)
    closes = deadline_of(challenge)
    with time_machine.travel(closes - timedelta(hours=60)):
        reminding.plan_reminders()
        run_jobs()
        assert sent("deadline_approached") == []
    with time_machine.travel(closes - timedelta(hours=48)):
        let_time_pass()
        run_jobs()
        assert sent("deadline_approached") == [follower.email]
    with time_machine.travel(closes - timedelta(hours=36)):
        reminding.plan_reminders()
        run_jobs()
    assert sent("deadline_approached") == [follower.email]
    assert db.session.scalar(select(func.count()).select_from(DeadlineReminder)) == 1


def test_of_a_deadline_that_was_put_off_nobody_is_reminded(app):
    challenge = running()
    make_follower(challenge, make_person())
    closes = deadline_of(challenge)
    with time_machine.travel(closes - timedelta(hours=60)):
        reminding.plan_reminders()
        with unit_of_work():
            db.session.merge(challenge).closes_at = closes + timedelta(days=7)
    with time_machine.travel(closes - timedelta(hours=47)):
        let_time_pass()
        run_jobs()
    assert sent("deadline_approached") == []
