"""The words of what can go wrong with juries."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES = {
    "pitch_not_blind": _("A pitch cannot be blind: the jurors see who speaks."),
    "already_on_panel": _("This person is on the panel already."),
    "already_decided": _(
        "Somebody else has just decided on this proposal. Look at their decision; "
        "you can change it with a reason."
    ),
    "answer_missing": _("Answer with yes or no."),
    "already_assigned": _("Somebody else has just assigned this. Look at the page again."),
    "already_in_conflict": _("This conflict of interest is in the register already."),
    "asked_changed": _("The list changed meanwhile. What you ticked is kept; look at it again."),
    "already_told": _("The proposers have been told, so this decision can no longer be changed."),
    "bid_changed_meanwhile": _("You have just said this elsewhere. Look at the page again."),
    "chair_taken": _("There is a chair already. Give them another role first."),
    "challenge_unknown": _("This event has no such challenge."),
    "change_reason_missing": _("Say why the decision changes."),
    "closes_before_opens": _("A round closes after it opens."),
    "criterion_unknown": _("The rubric has no criterion %(keys)s."),
    "conflict_found": _("The records show this conflict, so nobody takes it back."),
    "conflict_gone": _("Somebody has just taken this back. Look at the register again."),
    "conflict_yours": _("You declared this yourself; somebody else takes it back."),
    "decision_changed_meanwhile": _(
        "Somebody else changed this decision in the meantime. Look at it again first."
    ),
    "decision_reason_missing": _("Say why it was decided so. The reason is kept for the record."),
    "decisions_missing": _("%(missing)s proposals still wait for a final decision."),
    "nobody_named": _("Give an address or an expert of the pool."),
    "departs_from_ranking": _(
        "This departs from the ranking. Say why; it takes effect once somebody else has signed it."
    ),
    "draft_gone": _("What was worked out is no longer there. Work it out again."),
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
    "override_asker_tied": _(
        "Whoever asked for this is tied to a proposal of the challenge by now. Withdraw it."
    ),
    "override_changed": _("This was signed or withdrawn meanwhile. Look at the page again."),
    "override_not_yours": _("You asked for this yourself; somebody else signs it."),
    "override_open": _(
        "An outcome that departs from the ranking waits for a second signature. "
        "Sign or withdraw it first."
    ),
    "override_grounds_missing": _("Say why the outcome departs from the ranking."),
    "override_not_needed": _("This outcome follows the ranking. Record it as a decision."),
    "copy_impossible": _("There is no copy of this file that could be released."),
    "passage_not_there": _("This text does not stand there. Copy it exactly as it is written."),
    "redacted_already": _("This passage is redacted already."),
    "panel_changed_meanwhile": _(
        "The panel, the conflicts or the proposals changed while the assignment was worked out. "
        "Try again."
    ),
    "panel_is_empty": _("There is nobody on the panel yet. Add jurors first."),
    "pick_not_yours": _("Choose among the proposals that you judge."),
    "picked_twice": _("Choose a different proposal for each place."),
    "question_unknown": _("The rubric has no question %(keys)s."),
    "round_begun": _("Jurors have proposals to judge in this round, so this stands."),
    "round_not_last": _("Only the last round can be removed, and never the first."),
    "rubric_locked": _("The first score was given, so the rubric can no longer be changed."),
    "rubric_wrong": _("The rubric cannot be used: %(message)s."),
    "save_id_used": _("Another save has this name already. Give each save a name of its own."),
    "not_about_yourself": _("Somebody else answers what is asked about you."),
    "suggestion_answered": _("Somebody has just answered this. Look at the page again."),
    "nobody_owes": _("Nobody owes a scorecard who was not reminded today."),
    "no_alternate_fits": _("No alternate may judge any of these. Ask another onto the panel."),
    "owes_nothing": _("This juror owes nothing."),
    "owing_changed": _("Somebody handed in meanwhile. Look at the list again first."),
    "jurors_reminded_now": _("Somebody reminded the same jurors just now."),
    "member_unknown": _("Choose somebody of the panel whose marks count."),
    "not_a_trainee": _("Only a trainee judges beside a member."),
    "not_paired": _("This trainee judges beside nobody."),
    "no_alternate": _("No alternate is left who could step in."),
    "role_not_now": _(
        "This role cannot be given now: marks that count stay so, and whoever waits or writes the "
        "minutes has no proposals in hand. Hand their scorecards over first."
    ),
    "seat_filled": _("Somebody has stepped in for this seat already."),
    "text_changed_meanwhile": _("Somebody else reworded this text. Look at it again first."),
    "scorecard_incomplete": _("Every criterion needs a level and a reason."),
    "scorecard_not_submitted": _("This scorecard was not handed in yet."),
    "scorecard_submitted": _("This scorecard was handed in. Take it back first to change it."),
    "too_many_picks": _("Choose at most %(most)s proposals."),
    "too_many_rounds": _("A challenge has at most nine rounds."),
    "unscreened_left": _(
        "Proposals that still wait for their eligibility check: %(number)s. Check them first. "
        "If deciding has begun, take the challenge back to the jury for that."
    ),
}

SEATS: dict[str, LazyString] = {
    "chair": _("Chair"),
    "member": _("Member"),
    "alternate": _("Alternate"),
    "trainee": _("Trainee"),
    "secretary": _("Secretary"),
}
SEAT_HINTS: dict[str, LazyString] = {
    "chair": _("Scores, and leads the jury’s meeting. One for the event or for a challenge."),
    "member": _("Scores."),
    "alternate": _("Waits, and gets proposals only when they step in for somebody."),
    "trainee": _("Scores to learn; these marks never count."),
    "secretary": _("Does not score, and writes the minutes."),
}
HINTS: dict[str, LazyString] = {
    "past_employer": _("Worked for who proposes, says the expert profile"),
    "group_link": _("The juror’s organisation and the proposer’s may be of one group"),
    "owner_link": _("Is of the challenge owner, whose group may include the proposer"),
    "team": _("Runs the event for the organisation that proposes"),
    "badge": _("Registered for the event as of who proposes, or of its group"),
}
EVIDENCE: dict[str, LazyString] = {
    "record": _("the profile names this organisation"),
    "name": _("the profile has this name"),
    "team": _("the event’s team"),
    "ticket": _("their own ticket names this organisation"),
    "declared": _("the proposer said so"),
    "vat": _("same VAT number"),
    "website": _("same website"),
    "email": _("same e-mail domain"),
    "mail_and_site": _("addresses of the one at the website of the other"),
}
TEXTS: dict[str, LazyString] = {
    "briefing": _("Briefing"),
    "terms": _("Honour terms"),
}
