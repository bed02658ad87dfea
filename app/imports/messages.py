"""The words of what can go wrong with a list."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "list_unreadable": _(
        "This cannot be read as a list. Send CSV, or XLSX with the list on the first sheet."
    ),
    "list_empty": _("There is no line below the head of the list."),
    "list_there": _("This list was uploaded at the same moment by somebody else."),
    "line_there": _("Somebody else imported the same line at the same moment. Start again."),
    "too_many_rows": _("At most %(limit)s lines at once. Split the list."),
    "too_few_columns": _("A list needs at least %(least)s columns, with names in its first line."),
    "too_many_columns": _("At most %(limit)s columns. Take out those that no proposal needs."),
    "column_needed": _("Say which column this is; no proposal goes without."),
    "column_twice": _("Each column can be one thing only."),
    "columns_first": _("Say first which column is what."),
    "import_runs": _("This list is being imported already."),
    "import_too_early": _("Lists can be imported once the call is open."),
    "import_too_late": _("Lists can be imported until the jury begins."),
    "drafts_too_late": _("The call is closed: drafts could not be submitted any more."),
    "nothing_to_import": _("No line of the list can be imported, or all were imported before."),
    "invited_enough": _("At most %(most)s applicants can be invited on one day."),
    "cell_empty": _("Nothing stands here."),
    "cell_no_email": _("This is no e-mail address."),
    "cell_too_long": _("Longer than %(limit)s characters."),
    "cell_no_country": _("No country is called that. Use its code or its English name."),
    "cell_no_kind": _("Unknown; taken as a small or medium-sized company."),
    "cell_no_trl": _("No level from 1 to 9; left empty."),
    "cell_no_time": _("This is no time of that zone. Write it as 2026-11-21 14:30."),
    "cell_ahead": _("This time has not come yet."),
    "cell_late": _("It arrived after the deadline, so it does not count."),
    "cell_unanswered": _("Not answered; imported without."),
    "line_twice": _("The same as line %(line)s."),
    "organisation_twice": _("Another line is of this organisation; each has one proposal."),
    "email_twice": _("Another line has this address with another organisation."),
    "organisation_has_one": _("This organisation has a proposal to this challenge already."),
}
