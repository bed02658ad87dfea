"""One Open Innovation Day in a browser, from the empty event to the outcome report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL.Image import Image
from playwright.sync_api import Page

from app.checkin.models import Scan
from app.core.db import db
from app.identity.models import OrganisationKind, Person
from app.identity.passwords import hash_password
from app.proposals.models import Submission
from tests.factories.identity import make_member, make_organisation
from tests.journeys import judging, opening, proposing, reporting, visiting
from tests.journeys.mailbox import has_picture, link_in, mails_to
from tests.journeys.walk import PASSWORD, Walker, email_of
from tests.worker import run_jobs

OUTCOMES = {"Smart defrost": "Selected", "Thermal bricks": "Not selected"}
FIRMS = (("Rokas", "Šimkūnas", "Šaltis AI"), ("Heike", "Brandt", "Frostgrid"))

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def make_organiser() -> Person:
    """Make the manager of a cluster; clusters are set up by the operator, not by signing up."""
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbtal Mikrotechnik Cluster")
    return make_member(
        cluster,
        email="anna@example.org",
        given_name="Anna",
        family_name="Weiß",
        password_hash=hash_password(PASSWORD),
    )


def test_one_day(
    app: Flask,
    sit_down: Callable[..., Walker],
    camera_phone: Callable[..., Page],
    tmp_path: Path,
) -> None:
    organiser, owner = sit_down(), sit_down()
    make_organiser()
    organiser.sign_in("anna@example.org")
    opening.create_event(organiser)
    owner.sign_up("Agnieszka", "Żółkiewska", "Zielona Dolina Foods", "large_company")
    opening.post_challenge(owner)
    challenge_url = opening.approve_challenge(organiser)
    proposals = propose(sit_down, challenge_url)
    judge(app, sit_down, organiser)
    for title, (sme, url) in proposals.items():
        judging.read_outcome(sme, url, OUTCOMES[title])
    visiting.offer_tickets(organiser, places=1)
    badge = attend(app, sit_down, organiser, tmp_path)
    link = visiting.pair_scanner(organiser)
    organiser.page.goto(f"/manage/{opening.SLUG}/checkin")
    visiting.scan_badge(camera_phone, link, badge, "Νίκος")
    visiting.watch_door(organiser, people=1)
    assert [scan.verdict for scan in db.session.query(Scan).order_by(Scan.id)][:2] == [
        "green",
        "amber",
    ]
    reporting.check_report(reporting.make_report(organiser, app, tmp_path))


def propose(sit_down: Callable[..., Walker], challenge_url: str) -> dict[str, tuple[Walker, str]]:
    """Two firms propose; return each title's author and the address of the proposal."""
    proposals = {}
    for number, title in enumerate(OUTCOMES):
        sme = sit_down()
        given_name, family_name, organisation = FIRMS[number]
        sme.sign_up(given_name, family_name, organisation, "sme")
        proposing.write_proposal(sme, challenge_url, title)
        receipt = proposing.submit_proposal(sme)
        submission = db.session.query(Submission).order_by(Submission.submitted_at.desc()).first()
        assert submission is not None
        assert submission.sha256 in receipt
        proposals[title] = (sme, sme.page.url.rsplit("/receipt", 1)[0])
        db.session.rollback()
    sme, url = proposals["Smart defrost"]
    proposing.try_after_deadline(sme, url)
    return proposals


def judge(app: Flask, sit_down: Callable[..., Walker], organiser: Walker) -> None:
    """From screening to telling everybody."""
    judging.screen_proposals(organiser, list(OUTCOMES))
    judging.invite_jurors(organiser)
    run_jobs(app)
    jurors = [sit_down() for _ in judging.JURORS]
    for juror, (given_name, _) in zip(jurors, judging.JURORS, strict=True):
        mail = mails_to(app.config["MAIL_FOLDER"], email_of(given_name))[0]
        judging.join_jury(juror, link_in(mail, "/invitation/"))
    judging.start_jury(organiser)
    run_jobs(app)
    for number, juror in enumerate(jurors):
        judging.score_all(juror, {"Smart defrost": 4, "Thermal bricks": 1 + number})
    judging.decide(organiser, OUTCOMES)
    run_jobs(app)


def attend(app: Flask, sit_down: Callable[..., Walker], organiser: Walker, folder: Path) -> Image:
    """The last place goes to one of two; return the picture of the badge."""
    guest, late = sit_down(), sit_down()
    visiting.register(guest, "Νίκος", "Παππάς", "nikos@example.org")
    visiting.see_ticket(guest)
    visiting.see_sold_out(late)
    run_jobs(app)
    mail = mails_to(app.config["MAIL_FOLDER"], "nikos@example.org")[-1]
    assert has_picture(mail)
    assert link_in(mail, "/tickets/") == guest.page.url
    sheets = visiting.print_badges(organiser, app, "A4, four", folder)
    assert len(visiting.codes_on(sheets)) == 1
    visiting.put_back(organiser)
    badges = visiting.print_badges(organiser, app, "A6, one", folder)
    (badge,) = visiting.codes_on(badges)
    return badge
