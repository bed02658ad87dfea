"""Figures of the jury."""

from app.reports.rules.catalogue.definition import N_, PEOPLE, SHEETS, Definition, Unit

JURY = (
    Definition(
        key="jurors",
        code="K16",
        name=N_("Jurors"),
        noun=PEOPLE,
        section="jury",
        text=N_("People on the panel of the event."),
    ),
    Definition(
        key="coverage",
        code="K16",
        name=N_("Jury coverage"),
        unit=Unit.SHARE,
        of=N_("scorecards required"),
        section="jury",
        is_audited=True,
        text=N_(
            "Scorecards handed in, as a share of those required. One is required for each "
            "assignment in force; recused ones are left out."
        ),
    ),
    Definition(
        key="fewest_sheets",
        code="K16",
        name=N_("Fewest scorecards per proposal"),
        noun=SHEETS,
        section="jury",
        is_audited=True,
        text=N_("The smallest number of scorecards that an evaluated proposal got."),
    ),
    Definition(
        key="most_sheets",
        code="K16",
        name=N_("Most scorecards per proposal"),
        noun=SHEETS,
        section="jury",
        is_audited=True,
        text=N_("The largest number of scorecards that an evaluated proposal got."),
    ),
    Definition(
        key="spread",
        code="K17",
        name=N_("Spread between jurors"),
        noun=N_("points of 100"),
        of=N_("proposals with two scorecards or more"),
        unit=Unit.TENTHS,
        section="jury",
        text=N_(
            "For each proposal the sample standard deviation between its scorecards, on a scale "
            "from 0 to 100; of these the median. The lower, the more the jurors agree."
        ),
    ),
    Definition(
        key="conflicts",
        code="K19",
        name=N_("Conflicts of interest"),
        noun=N_("pairs of juror and proposal"),
        section="jury",
        is_audited=True,
        text=N_("Pairs of a juror and a proposal with a conflict, declared or detected."),
    ),
    Definition(
        key="recused",
        code="K19",
        name=N_("Recused"),
        noun=N_("assignments"),
        section="jury",
        is_audited=True,
        text=N_("Assignments that a juror was released from."),
    ),
    Definition(
        key="reassigned",
        code="K19",
        name=N_("Reassigned"),
        noun=N_("assignments"),
        of=N_("assignments recused"),
        section="jury",
        is_audited=True,
        text=N_("Recused assignments that were followed by a new one for the same proposal."),
    ),
)
