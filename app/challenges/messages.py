"""The words of what can go wrong with challenges."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "challenge_not_draft": _("This challenge is no longer a draft, so it cannot be changed here."),
    "changed_meanwhile": _(
        "Somebody else changed this in the meantime. Nothing of yours was saved over theirs: "
        "copy your text, open the page again and put it in."
    ),
    "closes_before_opening": _("The deadline must be later than the opening."),
    "deadline_passed": _("The deadline has passed. Nothing can be submitted or changed any more."),
    "deadline_not_later": _("Choose a time later than the present deadline."),
    "deadline_after_decision": _("That is after the day of the decision."),
    "reason_missing": _("Say why, so that the others understand it."),
    "move_not_yours": _("This step is not yours to take."),
    "no_such_move": _("The challenge cannot go there from where it stands now."),
    "no_such_phase": _("There is no such phase."),
    "wrong_phase": _("That cannot be done in the present phase of the challenge."),
    "organisation_missing": _("Choose the organisation that you act for."),
    "not_your_organisation": _("You are not a member of that organisation."),
    "brief_broken": _("Line %(line)s: %(what)s."),
    "challenge_incomplete": _("Some things are still missing: %(fields)s."),
    "weight_missing": _("Give this criterion a weight from 1 to 100."),
    "file_missing": _("Choose a file first."),
    "title_missing": _("Give the challenge a title."),
    "summary_missing": _("Write the summary that people read first."),
    "context_missing": _("Say who you are and where the problem sits."),
    "problem_missing": _("Say what goes wrong, how often and what it costs."),
    "wanted_outcome_missing": _("Say what must be true afterwards."),
    "offer_missing": _("Offer a budget or a prize."),
    "applicants_missing": _("Say who may apply."),
    "trl_order": _("The wanted maturity must not be below the lowest one."),
    "opening_missing": _("Say when the challenge opens."),
    "deadline_missing": _("Say when the challenge closes."),
    "deadline_in_past": _("The deadline lies in the past."),
    "decision_missing": _("Say when you will decide."),
    "decision_too_early": _("The decision must come after the deadline."),
    "sponsor_missing": _("Name the person who answers for this challenge in your company."),
    "questions_missing": _("Ask at least one question."),
    "criteria_criteria_count": _("Give 1 to 12 criteria."),
    "criteria_weight_sum": _("The weights of all criteria must add up to 100."),
    "criteria_weight_range": _("Give a weight from 1 to 100."),
    "criteria_bad_key": _("This criterion has a key that cannot be used."),
    "criteria_key_twice": _("Two criteria have the same key."),
    "criteria_empty": _("Fill this in: jurors need every name and every level."),
    "criteria_level_count": _("Describe all six levels."),
}
