"""Read, check and write one brief file; the format is described in `docs/brief-format.md`.

Method: TOML read with the standard library, then key by key against the format, so that unknown
keys, wrong types and hostile files give findings with their line, never a traceback. Cost:
linear in the size of the file, which is at most 64 KiB.
"""

from challenges.brief.loading import (
    BriefError,
    load_brief,
    load_brief_bytes,
    read_brief,
)
from challenges.brief.model import (
    APPLICANTS,
    FORMAT,
    IP_TERMS,
    THEMES,
    TRANSITIONS,
    UNDECIDED,
    Brief,
    Eligibility,
    Measure,
    Offer,
    Problem,
    Question,
    Schedule,
    Tags,
    Terms,
)
from challenges.brief.shelf import library, read_shelf
from challenges.brief.writing import write_brief
from challenges.criteria import Criterion
from challenges.findings import Finding

__all__ = [
    "APPLICANTS",
    "FORMAT",
    "IP_TERMS",
    "THEMES",
    "TRANSITIONS",
    "UNDECIDED",
    "Brief",
    "BriefError",
    "Criterion",
    "Eligibility",
    "Finding",
    "Measure",
    "Offer",
    "Problem",
    "Question",
    "Schedule",
    "Tags",
    "Terms",
    "library",
    "load_brief",
    "load_brief_bytes",
    "read_brief",
    "read_shelf",
    "write_brief",
]
