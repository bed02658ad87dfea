"""Walking through pages as people do: sign in, fill in, press; every page met is looked at."""

import os
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from zlib import crc32

from playwright.sync_api import Page

from tests.conftest import IS_LONG, WANTED
from tests.journeys.mailbox import confirmation_of

# With this set, a picture of every page in every size and scheme is left in that folder.
PICTURES = os.environ.get("INNODAY_PICTURES")
# A page looks the same on either database, so the other run walks without looking.
LOOKS = WANTED == "sqlite" or IS_LONG
SIZES = {"desk": (1280, 800), "phone": (360, 740)}
SCHEMES = ("light", "dark")
# The long run looks at each size in each scheme; else one page is looked at on a desk in the light,
# the next on a phone in the dark.
ALL_VIEWS = tuple(product(SIZES, SCHEMES))
FEW_VIEWS = (("desk", "light"), ("phone", "dark"))
PASSWORD = "correct horse battery staple"


class Walker:
    """Somebody with a browser, who looks at every page that they meet."""

    def __init__(self, page: Page, check: Callable[[Page], None]):
        self.page = page
        self.check = check

    def sign_up(self, given_name: str, family_name: str, organisation: str, kind: str) -> None:
        """Create an account and an organisation through the page and the mail that it sends."""
        page = self.page
        page.goto("/sign-up")
        page.get_by_label("Given name").fill(given_name)
        page.get_by_label("Family name").fill(family_name)
        page.get_by_label("E-mail").fill(email_of(given_name))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Name of the organisation").fill(organisation)
        page.get_by_label("What it is").select_option(value=kind)
        page.get_by_label("Country").select_option(value="DE")
        self.look("sign-up")
        page.get_by_role("button", name="Create account").click()
        page.wait_for_url("**/mailed")
        self.look("mailed")
        page.goto(confirmation_of(email_of(given_name)))
        self.look("sign-up-confirm")
        page.get_by_role("button", name="Confirm and sign in").click()
        page.wait_for_url("**/home")

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in through the page."""
        page = self.page
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(password)
        self.look("sign-in")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/home")

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button, or follow the link, of that name."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        link = self.page.get_by_role("link", name=name, exact=exact)
        button.or_(link).first.click()

    def look(self, name: str) -> None:
        """Check the page with axe in its views, and keep pictures of them if wanted."""
        if not LOOKS:
            return
        page = self.page
        before = page.viewport_size
        for size, scheme in views_of(name):
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.check(page)
            assert_nothing_sticks_out(page)
            if PICTURES:
                path = Path(PICTURES) / f"{name}-{size}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)


def views_of(name: str) -> Sequence[tuple[str, str]]:
    """Return the sizes and schemes in which a page is looked at."""
    if IS_LONG or PICTURES:
        return ALL_VIEWS
    return (FEW_VIEWS[crc32(name.encode()) % len(FEW_VIEWS)],)


def assert_nothing_sticks_out(page: Page) -> None:
    """Fail if the page must be scrolled sideways."""
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} is {width} px too wide"


def email_of(given_name: str) -> str:
    """Return the address of somebody in the journey, in plain letters."""
    return f"{given_name.casefold().encode('punycode').decode().strip('-')}@example.org"
