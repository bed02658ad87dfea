"""Letters to jurors about proposals to judge."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.facts import subscribe
from app.events.queries import get_event_by_id
from app.identity.queries import get_person
from app.juries.facts import (
    AlternateSteppedIn,
    AssignmentsWithdrawn,
    JurorsReminded,
    ProposalsAssigned,
)
from app.juries.queries import chasing
from app.juries.queries.panel import get_juror
from app.juries.rules.chasing import Duty, group_by_challenge
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.web.i18n import format_day


@subscribe(ProposalsAssigned)
def tell_assignments(fact: ProposalsAssigned) -> None:
    """Tell each juror who got something new that it is there."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    name = inert(get_event_by_id(fact.event_id).name)
    for email in fact.emails:
        post(fact, Reader.at(email), lambda reader: _assigned(reader, name))


def _assigned(reader: Reader, event_name: str) -> Letter:
    return Letter(
        kind="proposals_assigned",
        subject=_("Proposals to judge for %(event)s", event=event_name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "There are proposals for you to judge. Read them first for a conflict of interest: "
                "if there is one, say so on the page and somebody else takes over.",
            ),
        ),
        details=((_("Event"), event_name),),
        button=(_("Go to your jury page"), address("/jury")),
    )


@subscribe(AlternateSteppedIn)
def tell_alternate(fact: AlternateSteppedIn) -> None:
    """Tell an alternate that they are a member now, and what they have to judge."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    event = get_event_by_id(fact.event_id)
    person, number = get_juror(event, fact.juror_id).person, fact.scorecards
    name = inert(event.name)
    post(fact, Reader.of(person), lambda reader: _stepped_in(reader, name, number))


def _stepped_in(reader: Reader, event_name: str, number: int) -> Letter:
    return Letter(
        kind="alternate_stepped_in",
        subject=_("You step in on the jury of %(event)s", event=event_name),
        greeting=greeting(reader),
        paragraphs=(
            _("A seat has become free, and you take it. What you promised as you accepted holds."),
            ngettext(
                "One proposal waits for you to judge it. Look first whether you know its authors.",
                "%(num)s proposals wait for you to judge them. Look first whether you know their "
                "authors.",
                number,
            )
            if number
            else _("You get a mail as soon as there are proposals for you to judge."),
        ),
        details=((_("Event"), event_name),),
        button=(_("Go to your jury page"), address("/jury")),
    )


@subscribe(AssignmentsWithdrawn)
def tell_withdrawn(fact: AssignmentsWithdrawn) -> None:
    """Tell each juror from whom something was taken that they need not judge it."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    name = inert(get_event_by_id(fact.event_id).name)
    for person_id in fact.person_ids:
        post(fact, Reader.of(get_person(person_id)), lambda reader: _withdrawn(reader, name))


def _withdrawn(reader: Reader, event_name: str) -> Letter:
    return Letter(
        kind="assignments_withdrawn",
        subject=_("Fewer proposals to judge for %(event)s", event=event_name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Who judges what was arranged anew. Proposals that you had not begun to score "
                "went to other jurors; what you have begun stays with you.",
            ),
        ),
        details=((_("Event"), event_name),),
        button=(_("Go to your jury page"), address("/jury")),
    )


@subscribe(JurorsReminded)
def remind_jurors(fact: JurorsReminded) -> None:
    """Remind each juror of what they still owe; who handed everything in meanwhile gets no mail."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    event = get_event_by_id(fact.event_id)
    owed = chasing.list_owed(event, ())
    for juror in chasing.list_reminded(fact.reminder_id):
        if theirs := [one for one in owed if one.juror_id == juror.id]:
            post(fact, Reader.of(juror.person), partial(_reminder, event.name, theirs))


def _reminder(event_name: str, owed: Sequence[Duty], reader: Reader) -> Letter:
    number = len(owed)
    return Letter(
        kind="jury_reminder",
        subject=ngettext(
            "One scorecard is missing for %(event)s",
            "%(num)s scorecards are missing for %(event)s",
            number,
            event=inert(event_name),
        ),
        greeting=greeting(reader),
        paragraphs=(
            _("The jury needs your judgement of these proposals. What you began is kept."),
        ),
        details=tuple(
            (inert(title), _until(count, day)) for title, count, day in group_by_challenge(owed)
        ),
        button=(_("Go to your jury page"), address("/jury")),
        after=(
            _(
                "If something ties you to a proposal, say so on its page and you owe nothing for "
                "it. If you cannot make it in time, tell the organisers, so that somebody steps in."
            ),
        ),
    )


def _until(count: int, day: date | None) -> str:
    left = str(ngettext("%(num)s scorecard", "%(num)s scorecards", count))
    if day is None:
        return left
    return str(_("%(scorecards)s by %(day)s", scorecards=left, day=format_day(day)))
