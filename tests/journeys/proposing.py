"""Step 3: small firms write, save, submit, and cannot change anything after the deadline."""

import io
from datetime import timedelta

import pikepdf
from playwright.sync_api import expect

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from tests.journeys.walk import Walker


def small_pdf() -> bytes:
    """Return a PDF of one empty page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def write_proposal(sme: Walker, challenge_url: str, title: str) -> None:
    """Start a proposal and fill it in; it is saved without pressing anything."""
    page = sme.page
    page.goto(challenge_url)
    sme.press("Write a proposal")
    sme.look("proposal-start")
    sme.press("Start the proposal")
    page.wait_for_url("**/edit*")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("A controller that learns when doors open.")
    for answer in page.locator("textarea[name^=answer-]").all():
        answer.fill("We measured it in two cold stores over one winter.")
    page.get_by_label("Maturity today (TRL)").select_option(value="6")
    page.reload()  # at once, with the last save still on its way
    expect(page.get_by_label("Maturity today (TRL)")).to_have_value("6")
    assert page.get_by_label("Title").input_value() == title


def submit_proposal(sme: Walker) -> str:
    """Add a file, look through it, hand it in; return the hash on the receipt."""
    page = sme.page
    page.get_by_label("Add a file").set_input_files(
        {"name": "Konzept – Kühlhaus.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    with page.expect_navigation():
        sme.press("Save draft")
    expect(page.get_by_role("link", name="Konzept – Kühlhaus.pdf")).to_be_visible()
    sme.look("proposal-edit")
    sme.press("Check and submit")
    page.wait_for_url("**/check*")
    sme.look("proposal-check")
    page.get_by_role("radio", name="No", exact=True).check()
    sme.press("Submit proposal")
    page.wait_for_url("**/receipt*")
    sme.look("receipt")
    return page.get_by_role("main").inner_text().replace(" ", "").replace("\n", "")


def let_deadline_pass() -> None:
    """Move every deadline into the past, as waiting for it would."""
    with unit_of_work():
        for challenge in db.session.query(Challenge):
            challenge.closes_at = clock.now() - timedelta(seconds=1)


def try_after_deadline(sme: Walker, proposal_url: str) -> None:
    """Change a page that was open when the deadline passed: refused, with the text kept."""
    page = sme.page
    page.goto(proposal_url + "/edit")
    let_deadline_pass()
    page.get_by_label("Title").fill("A better title, too late")
    with page.expect_navigation():
        sme.press("Save draft")
    sme.look("proposal-late")
    expect(page.get_by_role("main")).to_contain_text("The deadline has passed")
    expect(page.get_by_label("Title")).to_have_value("A better title, too late")
    page.goto(proposal_url + "/edit")
    expect(page.locator("form [name=title]")).to_have_count(0)
    sme.look("proposal-submitted")
