"""Step 4: screening, the panel, assignment, scorecards, ranking, decision, outcome."""

from playwright.sync_api import Page, expect

from tests.journeys.briefing import TITLE
from tests.journeys.opening import SLUG
from tests.journeys.walk import Walker, email_of

JURORS = (("Katrin", "Weißmüller"), ("Νίκος", "Παππάς"), ("Eglė", "Žukauskaitė"))


def screen_proposals(organiser: Walker, titles: list[str]) -> None:
    """Find every proposal eligible."""
    page = organiser.page
    for title in titles:
        page.goto(f"/manage/{SLUG}/proposals")
        organiser.look("proposals-board")
        row = page.get_by_role("row").filter(has_text=title)
        row.get_by_role("link", name=title).click()
        organiser.look("proposal-screen")
        found = page.get_by_role("group", name="Is it eligible?")
        found.get_by_label("Yes").check()
        with page.expect_navigation():
            organiser.press("Record the screening")


def invite_jurors(organiser: Walker) -> None:
    """Put three people on the panel who have no account yet."""
    page = organiser.page
    for given_name, family_name in JURORS:
        page.goto(f"/manage/{SLUG}/jury")
        organiser.press("Invite a juror")
        page.get_by_label("E-mail").fill(email_of(given_name))
        page.get_by_label("Given name").fill(given_name)
        page.get_by_label("Family name").fill(family_name)
        organiser.press("Invite to the panel")
        page.wait_for_url(f"**/manage/{SLUG}/jury")


def start_jury(organiser: Walker) -> None:
    """Take the challenge to its jury and let the kernel assign the proposals."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/challenges")
    organiser.press(TITLE)
    organiser.press("Start the jury")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Start the jury").click()
    page.goto(f"/manage/{SLUG}/jury")
    with page.expect_navigation():
        organiser.press("Assign proposals")
    organiser.look("jury-panel")


def join_jury(juror: Walker, link: str) -> None:
    """Follow the invitation and choose a password."""
    page = juror.page
    page.goto(link)
    juror.look("jury-invitation")
    page.get_by_label("Password").fill("nine words are better than one")
    with page.expect_navigation():
        juror.press("Promise this and join the jury")


def score_all(juror: Walker, scores: dict[str, int]) -> None:
    """Score each assigned proposal on a phone, a level by title, and hand the scorecards in."""
    page = juror.page
    page.set_viewport_size({"width": 360, "height": 740})
    for title, level in scores.items():
        page.goto("/jury")
        juror.look("jury-mine")
        page.get_by_role("link", name=title).click()
        score_one(page, level)
        juror.look("jury-scorecard")
        with page.expect_navigation():
            juror.press("Hand in scorecard")
        expect(page.get_by_text("Scorecard handed in").first).to_be_visible()


def score_one(page: Page, level: int) -> None:
    """Give every criterion of a scorecard the same level, each with a reason."""
    switch = page.get_by_role("link", name="Scorecard", exact=True)
    if switch.is_visible():
        switch.click()
    for radio in page.locator(f"input[type=radio][name^=scores-][value='{level}']").all():
        radio.check()
    for reason in page.locator("textarea[name^=scores-]").all():
        reason.fill("Measured, with figures that can be checked.")
    page.get_by_label("To the proposer").fill("Strong measurements. Show the service costs.")


def decide(organiser: Walker, outcomes: dict[str, str]) -> None:
    """Read the ranking, record each decision with its reason, tell everybody."""
    page = organiser.page
    for title, outcome in outcomes.items():
        page.goto(f"/manage/{SLUG}/jury")
        page.get_by_role("link", name=TITLE).first.click()
        organiser.look("jury-ranking")
        page.get_by_role("link", name=title).first.click()
        page.get_by_label(outcome, exact=True).check()
        page.get_by_label("Reason").fill("The jury's ranking, with no tie to break.")
        page.get_by_label("Feedback to the proposer").fill("Strong measurements, clear plan.")
        organiser.look("jury-decide")
        with page.expect_navigation():
            organiser.press("Record decision")
    page.goto(f"/manage/{SLUG}/jury")
    page.get_by_role("link", name=TITLE).first.click()
    with page.expect_navigation():
        page.locator("#tell").get_by_role("button").click()


def read_outcome(sme: Walker, proposal_url: str, outcome: str) -> None:
    """See what was decided, and why."""
    page = sme.page
    page.goto(proposal_url)
    sme.look("outcome")
    expect(page.get_by_text(outcome).first).to_be_visible()
    expect(page.get_by_text("Strong measurements, clear plan.").first).to_be_visible()
