"""Who owes what for programs: the board, reminders, alternates who step in."""

from typing import Any

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import chasing, panel
from app.juries.rules.chasing import by_juror, by_proposal
from app.juries.services import chasing as services
from app.juries.services.handing_over import hand_over
from app.proposals.queries import closed_to
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/jury/owing", methods=["GET"])
@blueprint.response(200, schemas.OwingOut)
@token
def get_owing(slug: str) -> dict[str, Any]:
    """Get who owes which scorecards, and how many each proposal still needs.

    Whoever stepped back, is in conflict or has handed in owes nothing.
    """
    event = panel.get_jury_event(actor(), slug)
    duties = chasing.list_duties(event, closed_to(actor(), event.id))
    return {
        "jurors": by_juror(duties),
        "proposals": by_proposal(duties),
        "to_remind": services.list_to_remind(actor(), event),
    }


@blueprint.route("/events/<slug>/jury/reminders", methods=["POST"])
@blueprint.arguments(schemas.RemindForm)
@blueprint.response(201, schemas.JuryReminderOut)
@token
@writes
def remind(data: dict[str, Any], slug: str) -> Any:
    """Remind those who owe scorecards; `recipients` is how many you expect it to be."""
    return services.remind_jurors(actor(), panel.get_jury_event(actor(), slug), **data)


@blueprint.route("/events/<slug>/jury/reminder-days", methods=["PUT"])
@blueprint.arguments(schemas.ReminderDaysForm)
@blueprint.response(200, schemas.ReminderDaysOut)
@token
@writes
def set_reminder_days(data: dict[str, Any], slug: str) -> Any:
    """Say how many days before the last one jurors are reminded by themselves."""
    return services.set_reminder_days(actor(), panel.get_jury_event(actor(), slug), **data)


@blueprint.route("/events/<slug>/jurors/<id:juror_id>/hand-over", methods=["POST"])
@blueprint.arguments(schemas.NothingElse)
@blueprint.response(200, schemas.HandOverOut)
@token
@writes
def hand_over_scorecards(_nothing: dict[str, Any], slug: str, juror_id: int) -> Any:
    """Hand what a late juror owes to the alternate who may take most of it."""
    return hand_over(actor(), panel.get_jury_event(actor(), slug), juror_id)
