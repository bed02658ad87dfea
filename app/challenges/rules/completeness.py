"""What a draft still needs before an organiser can review it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.core.times import to_local
from challenges.brief import UNDECIDED, Brief
from challenges.criteria import check_criteria
from challenges.findings import Finding

TEXTS = ("title", "summary")
PROBLEM_TEXTS = ("context", "problem", "wanted_outcome")


# Without these nothing is published, whoever asks for it: they are what an owner answers for.
FIRM = frozenset(
    {"sponsor_missing", "offer_missing", "decision_missing", "ip_missing", "ip_undecided"}
)


@dataclass(frozen=True)
class Promises:
    """What an owner binds itself to beside the brief: who pays, when it opens, closes, decides.

    The day of the decision is one of the event's time zone.
    """

    sponsor_name: str
    opens_at: datetime | None
    closes_at: datetime | None
    decision_on: date | None
    timezone: str


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or wrong: the field of the editor, and the code of its words."""

    field: str
    code: str


def find_gaps(brief: Brief, promises: Promises, now: datetime) -> tuple[Gap, ...]:
    """Return everything that keeps a draft from review, in the order of the editor's fields."""
    return (
        *_text_gaps(brief),
        *_offer_gaps(brief),
        *_terms_gaps(brief),
        *_who_gaps(brief),
        *_date_gaps(promises, now),
        *_part_gaps(brief),
    )


def _text_gaps(brief: Brief) -> Iterator[Gap]:
    for name in TEXTS:
        if not getattr(brief, name):
            yield Gap(name, f"{name}_missing")
    for name in PROBLEM_TEXTS:
        if not getattr(brief.problem, name):
            yield Gap(name, f"{name}_missing")


def _offer_gaps(brief: Brief) -> Iterator[Gap]:
    if not brief.offer.budget_minor:
        yield Gap("budget_minor", "offer_missing")


def _terms_gaps(brief: Brief) -> Iterator[Gap]:
    if not brief.terms.ip:
        yield Gap("ip", "ip_missing")
    if brief.terms.ip == UNDECIDED:
        yield Gap("ip", "ip_undecided")


def _who_gaps(brief: Brief) -> Iterator[Gap]:
    if not brief.eligibility.who:
        yield Gap("who_may_apply", "applicants_missing")
    if brief.eligibility.trl_min > brief.eligibility.trl_wanted:
        yield Gap("trl_wanted", "trl_order")


def _date_gaps(promises: Promises, now: datetime) -> Iterator[Gap]:
    opens, closes, decides = promises.opens_at, promises.closes_at, promises.decision_on
    if opens is None:
        yield Gap("opens_at", "opening_missing")
    if closes is None:
        yield Gap("closes_at", "deadline_missing")
    elif closes <= now:
        yield Gap("closes_at", "deadline_in_past")
    if decides is None:
        yield Gap("decision_on", "decision_missing")
    elif closes is not None and decides < to_local(closes, promises.timezone).date():
        yield Gap("decision_on", "decision_too_early")
    if not promises.sponsor_name:
        yield Gap("sponsor_name", "sponsor_missing")


def _part_gaps(brief: Brief) -> Iterator[Gap]:
    if not brief.questions:
        yield Gap("questions", "questions_missing")
    for finding in check_criteria(brief.criteria):
        yield Gap(_field(finding), f"criteria_{finding.message_code}")


def _field(finding: Finding) -> str:
    """Write `criteria[0].levels[2]` as the editor names it: `criteria-0-levels-2`."""
    return finding.path.replace("].", "-").replace("[", "-").replace("]", "")
