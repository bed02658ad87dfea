"""Every page that somebody may open: axe finds nothing, nothing sticks out, no script fails.

One page in ten is looked at, in the size and scheme that its name draws; with INNODAY_LONG set,
every page in both sizes and both schemes. It looks the same on either database, so one is enough.
"""

import re
from collections.abc import Iterator

import pytest

from tests.access.asking import ANONYMOUS
from tests.browser.every_page import LOOKS, SIZES, Visit, make_asker, readable, visit
from tests.conftest import IS_LONG, WANTED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(WANTED != "sqlite", reason="a page looks the same on either database"),
]
PARTS = 2  # so that several workers share them
# Addresses that answer with no page of their own, but with data, or a piece of a page.
DATA = re.compile(
    r"\.(css|csv|ics|json|pdf|pkpass|toml|xlsx)$|/files?(/<id:\w+>)?$|/logo$|^/health$"
)
PIECES = {
    *("/jury/pitches/<id:round_id>/now", "/manage/pitches/<id:round_id>/wall/now"),
    "/jury/<id:assignment_id>/draft",
    *("/jury/worker.js", "/scan/worker.js", "/manage/pitches/<id:round_id>/order"),
    "/deliberations/<id:room_id>/screen/now",
    "/deliberations/<id:room_id>/state",
    "/manage/<slug>/badges/printers/<id:printer_id>/queue",
    "/manage/<slug>/checkin/live",
    "/manage/<slug>/checkin/scanners/<id:device_id>/state",
    "/manage/<slug>/checkin/wall/now",
    "/manage/<slug>/drafts/progress",
    "/manage/<slug>/participants/mails/progress",
    "/work/<id:work_id>/progress",
}
# Addresses that lead on to a page of their own kind: the open round, the step to go on with,
# a wallet if its keys are set.
WAYS_ON = {
    "/challenge-series/<id:series_id>",
    "/challenges/<id:challenge_id>/edit",
    "/tickets/<link>/<id:ticket_id>/google-wallet",
}
# Pages that need more than somebody who may open them: a step of signing in that was begun, an
# installation where nobody is yet, the demo's mail, proposals or requests that were chosen, a text
# for all, an offer that is open.
# The journeys and their own tests open them.
ELSEWHERE = {
    "/account/join",
    "/account/second-step/set-up",
    "/challenges/<id:challenge_id>/compare",
    "/challenges/<id:challenge_id>/documents/<id:document_id>",
    "/hub",
    "/hub/enter/<link>",
    "/hub/scans.json",
    "/mail/<name>",
    "/mail/<name>/html",
    "/mailed",
    "/manage/<slug>/tickets/requests/decide",
    "/setup",
    "/sign-in/code",
    "/sign-in/openid/return",
    "/waiting-list/<link>/register",
}


class Visitor:
    """A browser that opens pages as whoever may see them."""

    def __init__(self, page, server, asker, check):
        self.page, self.server, self.asker, self.check = page, server, asker, check

    def look(self, one: Visit) -> Iterator[str]:
        """Open a page and return what is wrong with it."""
        self.become(one.role)
        self.page.goto(self.server + one.path)
        for size, scheme in LOOKS if IS_LONG else [one.drawn]:
            self.page.set_viewport_size(SIZES[size])
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield from (f"{one.path} as {one.role}, {size} {scheme}: {x}" for x in self.problems())

    def become(self, role: str) -> None:
        """Take the session of a role, which may have none."""
        self.page.context.clear_cookies()
        if role != ANONYMOUS:
            reader = self.asker.browsers[role]
            cookie = {"name": reader.name, "value": reader.cookie, "url": self.server}
            self.page.context.add_cookies([cookie])

    def problems(self) -> Iterator[str]:
        """Return what axe finds, and by how much the page must be scrolled sideways."""
        try:
            self.check(self.page)
        except AssertionError as found:
            yield str(found)
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            yield f"{width} px too wide"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible(app, server, page, axe, part):
    asker = make_asker(app)
    visitor = Visitor(page, server, asker, axe)
    wrong: list[str] = []
    unseen: set[str] = set()
    for question in readable(app)[part::PARTS]:
        one = visit(asker, question)
        if one is None:
            unseen |= {question.rule} if DATA.search(question.rule) is None else set()
        elif IS_LONG or one.is_drawn:
            wrong += visitor.look(one)
    assert (wrong, sorted(unseen - PIECES - WAYS_ON - ELSEWHERE)) == ([], [])
