"""How well an organisation and a challenge suit each other, and why.

Method: four kinds of evidence, each between 0 and 1: shared keywords, shared sector, shared fields,
and the words of both texts (cosine of TF-IDF). Within a kind, pieces of evidence add up as chances
do, 1 - Π(1 - s), so that one more never lowers the score; each weighs more the rarer it is among
the organisations. Who may apply stands apart from the score. `docs/matching.md` has the whole of
it, with what it cannot do. Cost: of an index, linear in its words; of a ranking, linear in the
postings of the challenge's words.
"""

from challenges.matching.filters import Obstacle, obstacles
from challenges.matching.model import (
    SUITS,
    Match,
    Profile,
    Reason,
    ReasonKind,
    Wanted,
    wanted_of,
)
from challenges.matching.scoring import Index

__all__ = [
    "SUITS",
    "Index",
    "Match",
    "Obstacle",
    "Profile",
    "Reason",
    "ReasonKind",
    "Wanted",
    "obstacles",
    "wanted_of",
]
