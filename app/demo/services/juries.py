"""Panels and who judges what: assigned by the kernel, as an organiser would have it done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from app.challenges.queries import criteria_of
from app.core.ids import encode_id
from app.demo.rules import script
from app.demo.services.pitches import write_pitch_day
from app.demo.services.scorecards import write_scorecards
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.identity.models import Person
from app.juries.models import (
    Assignment,
    AssignmentRun,
    ConflictOfInterest,
    DeclinedSeat,
    JudgingRound,
    Juror,
    JurorBid,
    JuryText,
    Pairing,
    Rubric,
)
from app.juries.queries.pairing import barred_to
from app.juries.rules.briefing import READY, TextKind
from app.juries.rules.roles import COUNTING
from challenges import VERSION
from challenges import assignment as kernel
from challenges.canonical import to_plain
from challenges.rubric import plain_rubric, rubric_digest

PER_PROPOSAL = 3
SEED, OPEN_SEED = 5, 8  # by the first, one decision of the finished Day departs from its ranking
CONFLICTS = {
    "Pasaport": ("cooperation", "I advised this firm on its product until last spring."),
    "Lednik Energy": ("financial", "My wife holds a share of this company."),
}
RECUSED, LATE = "Колев", "Fuentes Lorca"
LATE_SHEETS = 6
ASSIGNED, STEPPED_BACK, REASSIGNED = -51, -50, -40
OPEN_PANEL = ("Žukauskaitė", "Żółkiewska", "Weißmüller", "Wójcik-Brzoza", "Brandt", "Колев")
SIGN_IN = "Žukauskaitė"
CHAIR = "Wójcik-Brzoza"
# Who sits beside those who judge at the open event.
TRAINEE = "Пеева"
BESIDE = {"Fuentes Lorca": "alternate", TRAINEE: "trainee", "Ostermann": "secretary"}
DECLINED = ("Hanna", "Sobczyńska", "On parental leave until spring, ask me again then.")
HERS = ("Folio Reuse", "Opakovka Lab", "Kauno Pjūklas", "Xýlo Metric")


@dataclass
class Duties:
    """Who judges what: assignments by juror and proposal."""

    by_pair: dict[tuple[str, str], Assignment] = field(default_factory=dict)

    def standing(self) -> list[Assignment]:
        """Return the assignments that nobody stepped back from."""
        return [one for one in self.by_pair.values() if one.recused_at is None]


def write_finished_jury(stage: Stage, book: Book) -> None:
    """Write a jury of twelve with 117 scorecards: one stepped back twice, one came too late."""
    _write_panel(stage, book, _jurors(stage), book.day.at("10:00", -75))
    bids = [bid for call in book.calls for bid in call.bids if bid.row.fate in script.EVALUATED]
    duties = Duties()
    owners = {
        (_key(book, call.row.judge), bid.key)
        for call in book.calls
        for bid in call.bids
        if bid in bids
    }
    wanted = {(_key(book, RECUSED), bid.key) for bid in bids if bid.row.organisation in CONFLICTS}
    first = _assign(book, bids, owners, affinity=dict.fromkeys(wanted, kernel_most()))
    _write_run(stage, book, duties, first, book.day.at("14:00", ASSIGNED))
    _step_back(stage, book, bids, duties)
    late = _release(book, duties)
    standing = {pair for pair, one in duties.by_pair.items() if one.recused_at is None}
    room = {_key(book, LATE): sum(juror == _key(book, LATE) for juror, _ in standing)}
    second = _assign(book, bids, standing, conflicts=wanted | late, room=room)
    _write_run(stage, book, duties, second, book.day.at("09:20", REASSIGNED))
    write_scorecards(stage, book, duties.standing())


def write_open_jury(stage: Stage, book: Book) -> None:
    """Write a jury in the middle of its work."""
    wanted = {*OPEN_PANEL, *BESIDE}
    people = [person for person in _jurors(stage) if person.family_name in wanted]
    today = book.day.at("09:00", -book.row.days_from_today)
    _write_panel(stage, book, people, today - timedelta(days=30), BESIDE)
    _write_refusal(stage, book, today - timedelta(days=28))
    duties = Duties()
    for call in book.calls:
        bids = [bid for bid in call.bids if bid.row.fate == "eligible"]
        if bids:
            hers = {(_key(book, SIGN_IN), bid.key) for bid in bids if bid.row.organisation in HERS}
            plan = _assign(book, bids, hers, seed=OPEN_SEED)
            _write_run(stage, book, duties, plan, today - timedelta(days=7), call)
            write_pitch_day(book.rounds[call.challenge.id], book.event.starts_at)
    _write_pairing(stage, book, duties, today - timedelta(days=6))
    write_scorecards(stage, book, duties.standing(), unfinished=SIGN_IN)
    _write_wishes(stage, book, duties, today - timedelta(days=9))


def _write_pairing(stage: Stage, book: Book, duties: Duties, at: datetime) -> None:
    """Let the trainee judge beside the juror who can sign in, and that one read her sheets."""
    trainee, member = book.jurors[TRAINEE], book.jurors[SIGN_IN]
    ids = {"id": stage.ids.new(), "trainee_id": trainee.id, "member_id": member.id}
    write([Pairing(is_mutual=True, paired_at=at, **ids)])
    hers = [one for one in duties.standing() if one.juror_id == member.id]
    calls = {bid.proposal.id: bid.proposal.challenge_id for call in book.calls for bid in call.bids}
    barred = barred_to(trainee, {one.proposal_id: calls[one.proposal_id] for one in hers})
    new = [
        Assignment(
            id=stage.ids.new(),
            round_id=one.round_id,
            juror_id=trainee.id,
            proposal_id=one.proposal_id,
            assigned_at=at,
        )
        for one in hers
        if one.proposal_id not in barred
    ]
    write(new)
    for one in new:
        duties.by_pair[encode_id(trainee.id), encode_id(one.proposal_id)] = one


def _write_wishes(stage: Stage, book: Book, duties: Duties, at: datetime) -> None:
    """Write what jurors wished to judge: mostly what they got."""
    trainee = book.jurors[TRAINEE].id
    wishes = ("eager", "willing", "willing", "rather_not")
    write(
        JurorBid(
            id=stage.ids.new(),
            juror_id=one.juror_id,
            proposal_id=one.proposal_id,
            wish=wishes[number % len(wishes)],
            said_at=at,
        )
        for number, one in enumerate(duties.standing())
        if one.juror_id != trainee
    )


def kernel_most() -> int:
    """Return the strongest wish that the kernel takes."""
    return kernel.model.MAX_AFFINITY


def _jurors(stage: Stage) -> list[Person]:
    names = {(row.given, row.family) for row in script.people() if row.label == "Juror"}
    people = stage.people.values()
    return [person for person in people if (person.given_name, person.family_name) in names]


def _write_panel(
    stage: Stage,
    book: Book,
    people: Iterable[Person],
    at: datetime,
    roles: Mapping[str, str] = MappingProxyType({}),
) -> None:
    homes = {row.family: row.organisation for row in script.people()}
    terms = _write_texts(stage, book, at)
    for person in people:
        role = "chair" if person.family_name == CHAIR else roles.get(person.family_name, "member")
        book.jurors[person.family_name] = Juror(
            id=stage.ids.new(),
            event_id=book.event.id,
            person_id=person.id,
            organisation_id=stage.organisations[homes[person.family_name]].id,
            invited_at=at,
            role=role,
            is_limited=False,
            terms_id=terms.id,
            terms_confirmed_at=at + timedelta(days=2),
        )
    write(book.jurors.values())
    _write_rounds(book, at)


def _write_texts(stage: Stage, book: Book, at: datetime) -> JuryText:
    """Write the ready briefing and terms, and return the terms."""
    by = {"event_id": book.event.id, "written_by_id": stage.lead().id, "written_at": at}
    texts = [
        JuryText(id=stage.ids.new(), kind=kind, version=1, text=READY[kind], **by)
        for kind in TextKind
    ]
    write(texts)
    return texts[-1]


def _write_refusal(stage: Stage, book: Book, at: datetime) -> None:
    """Write somebody who declined a seat, which an alternate may take."""
    given, family, reason = DECLINED
    refusal = DeclinedSeat(
        id=stage.ids.new(),
        event_id=book.event.id,
        email="hanna.sobczynska@example.org",
        given_name=given,
        family_name=family,
        role="member",
        reason=reason,
        declined_at=at,
    )
    write([refusal])


def _write_rounds(book: Book, at: datetime) -> None:
    """Write a round of reading for each challenge, scored by the rubric of its brief."""
    for call in book.calls:
        rubric = plain_rubric(criteria_of(call.challenge))
        content: Any = to_plain(rubric)
        version = Rubric(
            id=call.challenge.id,
            content=content,
            digest=rubric_digest(rubric),
            made_at=at,
        )
        made = JudgingRound(
            id=call.challenge.id,
            challenge_id=call.challenge.id,
            position=1,
            blindness=call.row.blindness,
            rubrics=[version],
        )
        book.rounds[call.challenge.id] = made
    write(book.rounds.values())


def _key(book: Book, family: str) -> str:
    return encode_id(book.jurors[family].id)


def _assign(
    book: Book,
    bids: Iterable[Bid],
    existing: set[tuple[str, str]],
    *,
    room: dict[str, int] | None = None,
    **more: Any,
) -> kernel.AssignmentPlan:
    keys = [encode_id(one.id) for one in book.jurors.values() if one.role in COUNTING]
    return kernel.assign(
        [kernel.Juror(key, capacity=(room or {}).get(key)) for key in keys],
        [kernel.Proposal(bid.key) for bid in bids],
        more.get("conflicts", ()),
        per_proposal=PER_PROPOSAL,
        seed=more.get("seed", SEED),
        existing=existing,
        affinity=more.get("affinity"),
    )


def _write_run(
    stage: Stage,
    book: Book,
    duties: Duties,
    plan: kernel.AssignmentPlan,
    at: datetime,
    call: Call | None = None,
) -> None:
    """Write an assignment run and what it newly assigned."""
    run = AssignmentRun(
        id=stage.ids.new(),
        event_id=book.event.id,
        challenge_id=call.challenge.id if call else None,
        made_at=at,
        made_by_id=stage.lead().id,
        per_proposal=PER_PROPOSAL,
        seed=plan.seed,
        kernel_version=VERSION,
        digest=plan.digest,
        outcome=_outcome(plan),
    )
    write([run])
    jurors = {encode_id(juror.id): juror for juror in book.jurors.values()}
    bids = {bid.key: bid for call in book.calls for bid in call.bids}
    new = [pair for pair in plan.pairs if (pair.juror, pair.proposal) not in duties.by_pair]
    for pair in new:
        duties.by_pair[pair.juror, pair.proposal] = Assignment(
            id=stage.ids.new(),
            round_id=book.rounds[bids[pair.proposal].proposal.challenge_id].id,
            juror_id=jurors[pair.juror].id,
            proposal_id=bids[pair.proposal].proposal.id,
            run_id=run.id,
            assigned_at=at,
        )
    write(duties.by_pair[pair.juror, pair.proposal] for pair in new)


def _outcome(plan: kernel.AssignmentPlan) -> dict[str, Any]:
    """Return what is kept of a plan, as the jury's own service keeps it."""
    return {
        "is_feasible": plan.is_feasible,
        "is_optimal": plan.is_optimal,
        "pairs": len(plan.pairs),
        "kept": sum(pair.kept for pair in plan.pairs),
        "max_load": plan.objective.max_load,
        "squared_loads": plan.objective.squared_loads,
        "bound": plan.bound.squared_loads,
        "reasons": [],
    }


def _step_back(stage: Stage, book: Book, bids: Iterable[Bid], duties: Duties) -> None:
    """Let a juror declare two conflicts, which ends those assignments."""
    juror, at = book.jurors[RECUSED], book.day.at("18:12", STEPPED_BACK)
    for bid in bids:
        if bid.row.organisation not in CONFLICTS:
            continue
        kind, reason = CONFLICTS[bid.row.organisation]
        duties.by_pair[encode_id(juror.id), bid.key].recused_at = at
        conflict = ConflictOfInterest(
            id=stage.ids.new(),
            juror_id=juror.id,
            proposal_id=bid.proposal.id,
            kind=kind,
            source="juror",
            reason=reason,
            declared_at=at,
            declared_by_id=juror.person_id,
            ended=[duties.by_pair[encode_id(juror.id), bid.key].id],
        )
        write([conflict])


def _release(book: Book, duties: Duties) -> set[tuple[str, str]]:
    """Take six proposals from the juror who came too late; return those pairs."""
    key, at = _key(book, LATE), book.day.at("09:15", REASSIGNED)
    pairs = sorted(pair for pair in duties.by_pair if pair[0] == key)[:LATE_SHEETS]
    for pair in pairs:
        duties.by_pair[pair].recused_at = at
    return set(pairs)
