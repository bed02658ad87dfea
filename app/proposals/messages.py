"""The words of what can go wrong with proposals."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "closed_to_you": _(
        "Something ties you to a proposal here, so this is for somebody else of the team. If "
        "nobody else may do it, give another person the role of lead."
    ),
    "already_proposed": _("Your organisation has a proposal for this challenge already."),
    "own_challenge": _("An organisation cannot apply to its own challenge."),
    "challenge_not_open": _("This challenge does not take proposals now."),
    "proposal_withdrawn": _(
        "This proposal cannot be changed: it was withdrawn or is being judged."
    ),
    "submitted_meanwhile": _("Somebody else submitted a version at the same moment."),
    "too_many_files": _("At most %(limit)s files. Remove one first."),
    "file_too_large": _("The file is larger than %(megabytes)s MB."),
    "file_broken": _("The file cannot be read. Is it damaged, or protected by a password?"),
    "picture_too_large": _("The picture has more than 40 million pixels."),
    "proposal_incomplete": _("Some things are still missing: %(fields)s."),
    "proposal_title_missing": _("Give your proposal a title."),
    "proposal_summary_missing": _("Write the summary."),
    "trl_missing": _("Say how mature your solution is."),
    "answer_missing": _("Answer “%(question)s”."),
    "too_many_words": _("Shorten this: %(count)s words, at most %(limit)s."),
    "owner_link_unsaid": _("Say how you are linked."),
    "no_such_state": _("Choose one of the outcomes."),
    "not_decided": _("Outcomes can be told once the challenge is in its decision phase."),
    "partner_twice": _("This organisation is a partner of the proposal already."),
    "partner_is_a_side": _(
        "You belong to the organisation that proposes, or to the one that posts the challenge."
    ),
    "too_many_partners": _("At most %(limit)s partners. Take one out first."),
    "nothing_to_export": _("There is no proposal to export yet."),
    "decisions_missing": _("Some proposals have no decision yet."),
}
