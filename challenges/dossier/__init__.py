"""The dossier of a jury: all that its result was made from, in one file that anybody can recount.

Method: what was given, what follows from it, and a register of digests, see `writing`; a recount
makes the file again from the given half and names every value that differs, see `comparing`. The
format is described in `docs/jury-export.md`. Cost: that of ranking and calibrating every round.
"""

from challenges.dossier.comparing import compare
from challenges.dossier.departing import check_overrides
from challenges.dossier.model import (
    Dossier,
    Names,
    Override,
    Round,
    RubricVersion,
    Save,
    Seat,
    Tie,
    WithdrawnTie,
)
from challenges.dossier.reading import read_dossier
from challenges.dossier.writing import FORMAT, build_dossier

__all__ = [
    "FORMAT",
    "Dossier",
    "Names",
    "Override",
    "Round",
    "RubricVersion",
    "Save",
    "Seat",
    "Tie",
    "WithdrawnTie",
    "build_dossier",
    "check_overrides",
    "compare",
    "read_dossier",
]
