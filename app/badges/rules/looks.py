"""How badges look: a colour for each audience, and what stands beside the name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.oversight.rules.colours import contrast
from app.tickets.rules.audiences import Audience

LONGEST_MOTTO = 60
BLACK, WHITE = "#000000", "#ffffff"
BLUE = "#2f4bd8"
COLOURS = {
    **dict.fromkeys(Audience, BLUE),
    Audience.JUROR: "#7a3fa8",
    Audience.SPEAKER: "#b3261e",
    Audience.EXHIBITOR: "#00695c",
    Audience.ORGANISER: "#14171c",
    Audience.PRESS: "#8a5300",
    Audience.B2B: "#0b6b8f",
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What an organiser decides of badges; colours that nobody chose are ours."""

    colours: Mapping[str, str] = field(default_factory=dict)
    shows_organisation: bool = True
    shows_logo: bool = False
    motto: str = ""

    def colour_of(self, audience: str) -> str:
        """Return the colour at the head of a badge."""
        return self.colours.get(audience) or COLOURS.get(Audience(audience), BLUE)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour.

    One of them always has the contrast that WCAG 2.2 asks for (4.5): a colour that is too light
    for white words is dark enough for black ones.
    """
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))


def telling(names: Sequence[str]) -> list[int]:
    """Return the numbers of the shortest and the longest name, each once."""
    by_length = sorted(range(len(names)), key=lambda number: (len(names[number]), number))
    return list(dict.fromkeys([*by_length[:1], *by_length[-1:]]))
