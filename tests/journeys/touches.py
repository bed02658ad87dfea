"""How long somebody needs for a form on a phone, counted in touches rather than in a test's speed.

The keystroke-level model of Card, Moran and Newell (*The Psychology of Human-Computer Interaction*,
1983) adds up what a practised person does: to think of the next thing takes 1.35 s, to reach for
it 1.1 s. A letter on a phone's keyboard takes 0.33 s: 36.2 words of five letters a minute, the mean
of 37,370 people (Palin et al., *How do People Type on Mobile Devices?*, MobileHCI 2019). A page
that is new is looked at for as long as its words take to be skimmed, 450 a minute.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

THINK = 1.35
REACH = 1.1
LETTER = 60 / (36.2 * 5)
WORD = 60 / 450


@dataclass
class Touches:
    """A thumb on a phone: what it does, and the seconds that a person would have needed."""

    page: Page
    seconds: float = 0
    taps: int = 0
    letters: int = 0
    pages: int = 0

    def read(self) -> None:
        """Look at a page that is new."""
        self.pages += 1
        main = self.page.get_by_role("main")
        folded = main.locator("select").all_inner_texts()
        self.seconds += (_words(main.inner_text()) - sum(map(_words, folded))) * WORD

    def tap(self, target: Locator) -> None:
        """Think of something and touch it."""
        target.tap()
        self.taps += 1
        self.seconds += THINK + REACH

    def write(self, label: str, text: str) -> None:
        """Touch a field and type into it."""
        field = self.page.get_by_label(label)
        self.tap(field)
        field.press_sequentially(text)
        self.letters += len(text)
        self.seconds += len(text) * LETTER

    def choose(self, label: str, value: str) -> None:
        """Open a list and touch one of its lines."""
        field = self.page.get_by_label(label)
        field.select_option(value)
        self.taps += 2
        self.seconds += 2 * (THINK + REACH)


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))
