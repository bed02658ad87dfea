"""Calibration and analysis of a ranking, worked out once for each state of its scorecards.

What was worked out is kept in the process under the scorecards that it was made from, so it
cannot be stale; numpy is imported only where something is worked out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from app.core.db import db
from app.core.ids import decode_id, encode_id
from app.identity.models import ClusterMembership, Organisation, Person
from app.identity.rules import CrossedState
from app.juries.models import Juror
from app.juries.queries.counting import KEPT, state_of
from app.juries.queries.results import Results
from app.proposals.models import Proposal

if TYPE_CHECKING:
    from challenges.analysis import Analysis, Pairs
    from challenges.calibration import Calibration, Mark, Place, Refusal
    from challenges.robustness import Sheets

USUAL_SHORTLIST = 3


@dataclass(frozen=True)
class Beside:
    """What calibration says beside a ranking: a model, or why there is none."""

    model: "Calibration | None"
    refusal: "Refusal | None"
    places: Mapping[str, "Place"]


@dataclass(frozen=True)
class Analysed:
    """The analysis of a round, with the names of the jurors in it by their keys."""

    analysis: "Analysis"
    beside: Beside
    jurors: Mapping[str, str]
    winners: tuple[str, ...]
    shortlist_size: int


@dataclass(frozen=True)
class _Side:
    """Where somebody comes from."""

    key: str
    country: str
    clusters: frozenset[int]


def calibrate_results(results: Results) -> Beside:
    """Return what calibration makes of a ranking's scorecards."""
    from challenges.analysis import marks_of

    return _beside(_calibrate(marks_of(row.score for row in results.rows)))


def analyse_results(results: Results) -> Analysed:
    """Return the analysis of a ranking."""
    from challenges.robustness import Sheets

    record = results.record
    size = len(record.shortlist.proposals) or USUAL_SHORTLIST
    rules = (record.criteria, record.tie_rules)
    sheets = Sheets(record.proposals, record.scorecards, *rules, size, record.picks)
    jurors = _jurors(results)
    own = own_pairs((side for _, side in jurors), _proposers(results))
    analysis = _analyse(_Asked((state_of(record), size, tuple(sorted(own.items()))), sheets, own))
    return Analysed(
        analysis=analysis,
        beside=_beside(analysis.model),
        jurors={side.key: name for name, side in jurors},
        winners=tuple(row.rank.proposal for row in results.rows if row.rank.rank == 1),
        shortlist_size=size,
    )


def own_pairs(jurors: Iterable[_Side], proposers: Iterable[_Side]) -> "dict[str, Pairs]":
    """Return which juror and proposal come from one country, and from one cluster."""
    made_by = list(proposers)
    pairs = [(juror, proposal) for juror in jurors for proposal in made_by]
    return {
        "country": frozenset((a.key, b.key) for a, b in pairs if a.country == b.country),
        "cluster": frozenset((a.key, b.key) for a, b in pairs if a.clusters & b.clusters),
    }


@dataclass(frozen=True)
class _Asked:
    """A question to the kernel, equal to another when its scorecards are."""

    key: tuple[Any, ...]
    sheets: "Sheets" = field(compare=False)
    own: "Mapping[str, Pairs]" = field(compare=False)


@lru_cache(maxsize=KEPT)
def _calibrate(marks: "tuple[Mark, ...]") -> "Calibration | Refusal":
    from challenges.calibration import calibrate

    return calibrate(marks)


@lru_cache(maxsize=KEPT)
def _analyse(asked: _Asked) -> "Analysis":
    from challenges.analysis import analyse

    return analyse(asked.sheets, asked.own)


def _beside(model: "Calibration | Refusal") -> Beside:
    from challenges.calibration import Calibration

    if isinstance(model, Calibration):
        return Beside(model, None, {place.proposal: place for place in model.places})
    return Beside(None, model, {})


def _jurors(results: Results) -> list[tuple[str, _Side]]:
    """Return name and side of the jurors in a ranking."""
    query = (
        select(Juror.id, Person, Organisation.id, Organisation.country)
        .join(Juror.person)
        .outerjoin(Juror.organisation)
        .where(Juror.id.in_([decode_id(key) for key in results.record.jurors]))
        .order_by(Person.family_name, Person.given_name, Juror.id)
    )
    rows = db.session.execute(query).all()
    clusters = _clusters({organisation for _, _, organisation, _ in rows if organisation})
    return [
        (person.name, _side(juror, organisation, country, clusters))
        for juror, person, organisation, country in rows
    ]


def _proposers(results: Results) -> list[_Side]:
    query = (
        select(Proposal.id, Organisation.id, Organisation.country)
        .join(Proposal.organisation)
        .where(Proposal.id.in_([row.proposal_id for row in results.rows]))
    )
    rows = db.session.execute(query).all()
    clusters = _clusters({organisation for _, organisation, _ in rows})
    return [_side(key, organisation, country, clusters) for key, organisation, country in rows]


def _side(
    key: int, organisation: int | None, country: str | None, clusters: Mapping[int, set[int]]
) -> _Side:
    found = clusters.get(organisation or 0, set())
    return _Side(encode_id(key), country or encode_id(key), frozenset(found))


def _clusters(organisations: set[int]) -> dict[int, set[int]]:
    """Return the clusters of some organisations; a cluster belongs to itself."""
    query = select(ClusterMembership.organisation_id, ClusterMembership.cluster_id).where(
        ClusterMembership.state == CrossedState.ACCEPTED,
        or_(
            ClusterMembership.organisation_id.in_(organisations),
            ClusterMembership.cluster_id.in_(organisations),
        ),
    )
    found: dict[int, set[int]] = {}
    for organisation, cluster in db.session.execute(query):
        found.setdefault(organisation, set()).add(cluster)
        found.setdefault(cluster, set()).add(cluster)
    return found
