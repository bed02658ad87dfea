"""Owners hear who asks to be let in or to be merged, and those who asked hear the answer."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.uow import unit_of_work
from app.directory.models import DuplicatePair
from app.directory.queries import duplicates
from app.directory.services.finding import note_duplicates
from app.directory.services.merging import answer_merge, ask_to_merge
from app.identity import queries, services
from app.identity.rules import MemberRole
from app.notifications.models import Delivery
from tests.factories.directory import make_listed
from tests.factories.identity import make_member, make_organisation, make_person
from tests.worker import run_jobs


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)


def letters():
    run_jobs()
    return [
        (one.template, one.recipient)
        for one in db.session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.id))
    ]


@pytest.mark.parametrize("how", [services.accept_invitation, services.decline_invitation])
def test_owners_hear_who_asks_and_the_asker_hears_the_answer(app, how):
    company = make_listed(name="Visit [us](http://evil.example)")
    owner = make_member(company, email="mia@example.org")
    make_member(company, email="member@example.org", role=MemberRole.MEMBER)
    guest = make_person(email="guest@example.org")
    with unit_of_work():
        asked_id = services.ask_to_join(queries.actor_for(guest), company.id).id
    expected = [("joining_invitation", "mia@example.org")]
    assert letters() == expected
    with unit_of_work():
        who = queries.actor_for(owner)
        how(who, queries.get_invitation_to(who, asked_id))
    assert letters() == [*expected, ("joining_answered", "guest@example.org")]
    bodies = db.session.scalars(select(Delivery.html)).all()
    assert not any('href="http://evil' in body for body in bodies)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_both_sides_of_a_merge_hear_of_it(app, is_accepted):
    stays = make_listed(name="Balkan Kabel AD", country="BG")
    owner = make_member(stays, email="mia@example.org")
    goes = make_organisation(name="Балкан Кабел ЕАД", country="BG")
    asker = make_member(goes, email="lena@example.org")
    with unit_of_work():
        note_duplicates(goes.id)
    pair_id = db.session.scalars(select(DuplicatePair.id)).one()
    assert duplicates.list_pairs(queries.actor_for(owner), limit=5) == []
    with unit_of_work():
        ask_to_merge(queries.actor_for(asker), pair_id)
    expected = [("merge_asked", "mia@example.org")]
    assert letters() == expected

    who = queries.actor_for(owner)
    # Whoever asks shows itself, though it is not in the directory.
    assert [shown.row.id for shown in duplicates.list_pairs(who, limit=5)] == [pair_id]
    with unit_of_work():
        answer_merge(who, pair_id, is_accepted=is_accepted)
    answered = "merge_done" if is_accepted else "merge_declined"
    assert letters() == [*expected, (answered, "lena@example.org")]
