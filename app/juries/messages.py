"""The words of what can go wrong with juries."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "already_on_panel": _("This person is on the panel already."),
    "already_decided": _(
        "Somebody else has just decided on this proposal. Look at their decision; "
        "you can change it with a reason."
    ),
    "already_assigned": _("Somebody else has just assigned this. Look at the page again."),
    "already_in_conflict": _("This conflict of interest is in the register already."),
    "already_told": _("The proposers have been told, so this decision can no longer be changed."),
    "change_reason_missing": _("Say why the decision changes."),
    "criterion_unknown": _("The challenge has no criterion %(keys)s."),
    "decision_changed_meanwhile": _(
        "Somebody else changed this decision in the meantime. Look at it again first."
    ),
    "decision_reason_missing": _("Say why it was decided so. The reason is kept for the record."),
    "decisions_missing": _("%(missing)s proposals still wait for a final decision."),
    "feedback_missing": _("Tell those who were not selected why. They see these words."),
    "judging_not_open": _("Judging has not begun yet."),
    "judging_over": _("Judging is over. Scorecards can no longer be changed."),
    "juror_has_scored": _("This juror has begun to score and therefore stays on the panel."),
    "not_decided": _("Nothing was decided on this proposal yet."),
    "not_time_to_assign": _(
        "Proposals are assigned between the deadline and the first decision of a challenge."
    ),
    "not_time_to_decide": _("Decisions are recorded once judging has begun."),
    "nothing_to_assign": _("There is no eligible proposal to assign. Screen the proposals first."),
    "nothing_to_tell": _("There is no proposal to tell anybody about."),
    "organisation_unknown": _("There is no organisation of this name. Choose one from the list."),
    "outcome_not_now": _("This outcome cannot be recorded in the present phase."),
    "outcomes_untold": _(
        "%(untold)s proposers do not know their outcome yet. Tell everyone first."
    ),
    "panel_changed_meanwhile": _(
        "The panel, the conflicts or the proposals changed while the assignment was worked out. "
        "Try again."
    ),
    "panel_is_empty": _("There is nobody on the panel yet. Add jurors first."),
    "scorecard_incomplete": _("Every criterion needs a level and a reason."),
    "scorecard_not_submitted": _("This scorecard was not handed in yet."),
    "scorecard_submitted": _("This scorecard was handed in. Take it back first to change it."),
    "unscreened_left": _(
        "Proposals that still wait for their eligibility check: %(number)s. Check them first. "
        "If deciding has begun, take the challenge back to the jury for that."
    ),
}
