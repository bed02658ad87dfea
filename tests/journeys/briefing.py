"""A company writes its challenge step by step from a ready-made brief, and what that takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app.core import clock

LIBRARY_BRIEF = "15 % less energy in chilled storage at the same product temperature"
TITLE = "Fifteen per cent less energy in chilled storage"
SPONSOR = "Agnieszka Żółkiewska"
STEPS = {
    "problem": "The problem",
    "offer": "Outcome and offer",
    "terms": "Terms and who may apply",
    "criteria": "Criteria and questions",
    "sending": "Dates, check and send",
}
# What a company that cools vegetables changes in the brief of one that cools dairy desserts.
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "problem": {
        "title": TITLE,
        "summary": "Three cold stores near Poznań use 1.9 GWh a year. We look for controls or "
        "doors that save 15 % without a warmer product. One store is free for a pilot of 20 weeks.",
        "context": "We wash and pack vegetables. Goods wait 8 hours to 5 days in three chilled "
        "stores, together 17,000 m³, on one ammonia plant of 2011.",
        "problem": "Cooling takes 1.9 GWh a year, 112 kWh per cubic metre. Doors stand open for "
        "4 minutes per loading. Product stays at 0 to 4 °C at all times.",
        "current_approach": "We raised the suction pressure by hand in winter: 2 % saved.",
        "tried": "Strip curtains at two docks, torn within three months.",
    },
    "offer": {
        "wanted_outcome": "Measured in store 1 over 20 weeks, with store 2 as a comparison.",
        "measures-0-today": "112 kWh per m³",
        "measures-0-wanted": "at most 95 kWh per m³",
        "budget_minor": "48,000",
        "pilot_site": "Store 1 with five dock doors; our engineer for one day a week.",
        "contract": "A roll-out to the two other stores, paid out of what is saved.",
    },
    "terms": {
        "eligibility": "Who sells whole refrigeration plants may take part only with a partner.",
        "rights": "All rights stay with you; we may use the result on our three sites.",
        "confidentiality": "Nothing secret in a proposal; data after a mutual agreement.",
        "keywords": "cold storage, energy, refrigeration, controls, doors",
    },
    "criteria": {
        "criteria-0-weight": "30",
        "criteria-1-weight": "20",
        "questions-0-help": "How it works, what it needs of our plant, and what it leaves alone.",
    },
}
NOTE_FIELDS = """addEventListener("input", event => {
  const noted = new Set(JSON.parse(sessionStorage.getItem("touched") ?? "[]"));
  noted.add(event.target.name);
  sessionStorage.setItem("touched", JSON.stringify([...noted]));
}, true)"""
Look = Callable[[str], None]


@dataclass(frozen=True)
class Counts:
    """What somebody needed: pages that they were on, and fields that they touched."""

    pages: int
    fields: int


class Counter:
    """Counts the pages of a visit and the fields that are touched on them."""

    def __init__(self, page: Page):
        self.page = page
        self.paths: set[str] = set()
        page.add_init_script(NOTE_FIELDS)
        page.on("framenavigated", lambda frame: self.paths.add(urlsplit(frame.url).path))

    def stop(self) -> Counts:
        """Return what was counted so far."""
        fields = self.page.evaluate("JSON.parse(sessionStorage.getItem('touched') ?? '[]').length")
        return Counts(len(self.paths), fields)


def write_a_brief_from_the_library(
    page: Page,
    slug: str,
    words: Mapping[str, Mapping[str, str]] = OWN_WORDS,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    look: Look = lambda name: None,
) -> Counts:
    """Go from the event's page to a challenge that waits for review; times are in UTC."""
    page.goto(f"/e/{slug}")
    counter = Counter(page)
    page.get_by_role("link", name="Post a challenge").click()
    page.wait_for_url("**/challenges/new")
    look("briefs")
    page.get_by_role("button", name=f"Start from this brief: {LIBRARY_BRIEF}").click()
    for step in list(STEPS)[:-1]:
        be_on(page, step)
        fill(page, words.get(step, {}))
        see(page, look, f"challenge-{step}")
        page.get_by_role("button", name="Save and continue").click()
    be_on(page, "sending")
    fill(page, promises(opens_at, closes_at))
    see(page, look, "challenge-sending")
    page.get_by_role("button", name="Send for review").click()
    page.get_by_text("The organisers look at it now").wait_for()
    look("challenge-sent")
    return counter.stop()


def be_on(page: Page, step: str) -> None:
    """Wait until a step is there, as the address and the heading say."""
    page.wait_for_url(f"**/edit/{step}*")
    expect(page.get_by_role("heading", name=STEPS[step], level=1)).to_be_visible()


def fill(page: Page, values: Mapping[str, str]) -> None:
    """Write into the fields of a step."""
    for name, value in values.items():
        page.locator(f"#f-{name}").fill(value)


def see(page: Page, look: Look, name: str) -> None:
    """Look at a step from its top, where no bar covers half of a button."""
    page.evaluate("scrollTo(0, 0)")
    look(name)


def promises(opens_at: datetime | None, closes_at: datetime | None) -> dict[str, str]:
    """Return the fields of the last step."""
    now = clock.now()
    opens, closes = opens_at or now - timedelta(minutes=5), closes_at or now + timedelta(hours=2)
    return {
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "closes_at": f"{closes:%Y-%m-%dT%H:%M}",
        "decision_on": (closes + timedelta(days=30)).date().isoformat(),
        "sponsor_name": SPONSOR,
        "contact": "challenges@zielona.example",
    }
