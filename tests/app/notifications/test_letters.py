"""From fact to letter: each kind once, to the right people, with the right address."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.challenges.facts import (
    ChallengeApproved,
    ChallengeSentBack,
    ChallengeSubmittedForReview,
)
from app.core.db import db
from app.core.facts import record
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.facts import PersonRegistered
from app.identity.services import invite_member, link_of, withdraw_invitation
from app.juries.facts import ProposalsAssigned
from app.juries.rules.judging import Invitee
from app.juries.services import invite_juror
from app.notifications.mailbox import list_mails, read_mail
from app.notifications.models import Delivery
from app.proposals.facts import OutcomeTold, ProposalScreened, ProposalSubmitted
from app.tickets.facts import TicketCancelled, TicketRegistered, TicketReissued
from app.tickets.queries import get_ticket_for_mail
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.proposals import make_submitted_proposal
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.worker import run_jobs

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    return tmp_path


def letters_after(*facts):
    with unit_of_work():
        for fact in facts:
            record(fact)
    run_jobs()
    found = db.session.scalars(select(Delivery).order_by(Delivery.template, Delivery.recipient))
    return list(found)


def summary(deliveries):
    return [(one.template, one.recipient, one.state) for one in deliveries]


def test_a_ticket_comes_with_its_code_and_its_address(app, folder):
    ticket = make_ticket(make_ticket_type(make_event(slug="day-x")), email="nikos@example.org")
    fact = TicketRegistered(
        event_id=ticket.event_id,
        ticket_id=ticket.id,
        order_id=ticket.order_id,
        ticket_type_id=ticket.ticket_type_id,
        email=ticket.email,
        channel="web",
    )
    deliveries = letters_after(fact)
    assert summary(deliveries) == [("ticket", "nikos@example.org", "sent")]
    found = get_ticket_for_mail(ticket.id)
    assert deliveries[0].code == found.token
    mail = read_mail(folder, list_mails(folder)[0].name)
    assert mail.text.startswith("Hello Νίκος,")
    assert f"http://localhost/tickets/{found.link}" in mail.text
    assert 'src="data:image/png;base64,' in mail.html
    assert "cid:" not in mail.html


def test_the_code_in_the_mail_is_the_ticket(app, folder):
    import io

    import zxingcpp
    from PIL import Image

    ticket = make_ticket(make_ticket_type(make_event()))
    values = {"ticket_id": ticket.id, "order_id": ticket.order_id, "email": ticket.email}
    letters_after(TicketReissued(event_id=ticket.event_id, epoch=1, **values))
    data = next(folder.glob("*.eml")).read_bytes()
    import email

    png = [p for p in email.message_from_bytes(data).walk() if p.get_content_type() == "image/png"]
    image = Image.open(io.BytesIO(png[0].get_payload(decode=True)))
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [
        get_ticket_for_mail(ticket.id).token
    ]


def test_a_cancelled_ticket_is_told(app):
    ticket = make_ticket(make_ticket_type(make_event()), email="a@example.org")
    values = {"ticket_id": ticket.id, "order_id": ticket.order_id, "email": ticket.email}
    deliveries = letters_after(TicketCancelled(event_id=ticket.event_id, **values))
    assert summary(deliveries) == [("ticket_cancelled", "a@example.org", "sent")]


def test_who_registers_is_welcomed_and_who_was_invited_is_not(app):
    own = make_person(email="own@example.org", password_hash="x")
    invited = make_person(email="invited@example.org")
    deliveries = letters_after(
        PersonRegistered(person_id=own.id), PersonRegistered(person_id=invited.id)
    )
    assert summary(deliveries) == [("welcome", "own@example.org", "sent")]


def test_who_is_invited_gets_the_link_and_learns_no_more_than_the_others(app, folder):
    organisation = make_organisation(name="Kistenfunk")
    lena = make_member(organisation, given_name="Lena", family_name="Straßburger")
    make_person(email="known@example.org", given_name="Zoë")
    links = []
    for email in ("known@example.org", "nobody@example.org", "late@example.org"):
        with unit_of_work():
            made = invite_member(actor_of(lena, organisation), organisation.id, email=email)
            links.append(f"http://localhost/invitation/{link_of(made)}")
    with unit_of_work():
        withdraw_invitation(actor_of(lena, organisation), made.id)
    run_jobs()

    found = db.session.scalars(select(Delivery).order_by(Delivery.recipient)).all()
    assert [(one.recipient, one.subject) for one in found] == [
        ("known@example.org", "Lena Straßburger asks you to join Kistenfunk"),
        ("nobody@example.org", "Lena Straßburger asks you to join Kistenfunk"),
    ]
    assert [link in one.text for link, one in zip(links, found, strict=False)] == [True, True]
    assert ["no account" in one.text for one in found] == [False, True]


def test_a_challenge_for_review_goes_to_those_who_run_the_event(app):
    event = make_event()
    roles = (TeamRole.LEAD, TeamRole.CO_ORGANISER, TeamRole.DESK, TeamRole.SCANNER)
    for role in roles:
        make_team_member(event, make_person(email=f"{role.value}@example.org"), role)
    fact = ChallengeSubmittedForReview(event_id=event.id, challenge_id=1, title="Cold")
    assert summary(letters_after(fact)) == [
        ("challenge_waiting", "co_organiser@example.org", "sent"),
        ("challenge_waiting", "lead@example.org", "sent"),
    ]


def test_the_writer_of_a_challenge_is_told_what_became_of_it(app):
    event = make_event()
    values = {"event_id": event.id, "challenge_id": 5, "title": "Cold", "email": "w@example.org"}
    approved, sent_back = letters_after(
        ChallengeApproved(opens_at=NOON, closes_at=None, **values),
        ChallengeSentBack(reason="Say how cold.", **values),
    )
    assert (approved.template, sent_back.template) == ("challenge_approved", "challenge_sent_back")
    assert "20 November 2026, 12:00 (Berlin, UTC+1)" in approved.text
    assert "What to change: Say how cold." in sent_back.text
    assert f"http://localhost/challenges/{encode_id(5)}/edit" in sent_back.text


def test_jurors_are_invited_and_told_of_their_assignments(app):
    event = make_event()
    lead = make_person(given_name="Lena", family_name="Vogt")
    make_team_member(event, lead)
    with unit_of_work():
        sent = invite_juror(actor_of(lead), event, Invitee("new@example.org", "Νίκος"))
    deliveries = letters_after(
        ProposalsAssigned(
            run_id=1,
            challenge_id=None,
            assignments=3,
            juror_ids=(1,),
            emails=("new@example.org",),
            event_id=event.id,
        ),
    )
    assert summary(deliveries) == [
        ("jury_invitation", "new@example.org", "sent"),
        ("proposals_assigned", "new@example.org", "sent"),
    ]
    assert "Lena Vogt asks you to judge proposals" in deliveries[0].text
    assert deliveries[0].text.startswith("Hello Νίκος,")
    assert f"http://localhost/invitation/{link_of(sent)}" in deliveries[0].text


def test_those_who_propose_get_receipt_refusal_and_outcome(app):
    proposal = make_submitted_proposal(make_challenge())
    ids = {
        "event_id": proposal.challenge.event_id,
        "proposal_id": proposal.id,
        "challenge_id": proposal.challenge_id,
        "email": "p@example.org",
        "title": "Smart defrost",
    }
    deliveries = letters_after(
        ProposalSubmitted(
            challenge_title="Cold",
            number=2,
            sha256="ab" * 32,
            submitted_at=NOON,
            submitter="Eva",
            **ids,
        ),
        ProposalScreened(state="eligible", reason="", **ids),
        ProposalScreened(state="ineligible", reason="Not an SME.", **ids),
        OutcomeTold(challenge_title="Cold", state="not_selected", **ids),
    )
    assert summary(deliveries) == [
        (f"outcome_told:{encode_id(proposal.id)}", "p@example.org", "sent"),
        ("proposal_ineligible", "p@example.org", "sent"),
        ("proposal_receipt", "p@example.org", "sent"),
    ]
    receipt = deliveries[2].text
    assert "Submitted: 20 November 2026, 12:00 (Berlin)" in receipt
    assert "ab" * 32 in receipt
    assert "selected" not in deliveries[0].text


def test_what_people_type_cannot_become_markup_or_a_header(app, folder):
    event = make_event()
    title = "<b>Cold</b>\r\nBcc: victim@example.org"
    fact = ChallengeSentBack(
        event_id=event.id, challenge_id=5, title=title, email="w@example.org", reason="<script>"
    )
    (delivery,) = letters_after(fact)
    shown = "b Cold /b Bcc: victim at example. org"
    assert delivery.subject == f"Your challenge needs a change: {shown}"
    assert "<script>" not in delivery.html
    assert "<b>Cold" not in delivery.html
    assert [head.recipient for head in list_mails(folder)] == ["w@example.org"]
