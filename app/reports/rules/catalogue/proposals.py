"""Figures of challenges and proposals."""

from app.reports.rules.catalogue.definition import N_, PROPOSALS, SUBMITTED, Definition, Unit

CHALLENGES = (
    Definition(
        key="challenges",
        code="K11",
        name=N_("Challenges"),
        noun=N_("challenges"),
        section="challenges",
        is_audited=True,
        text=N_("Challenges that were published; drafts and those under review are left out."),
    ),
    Definition(
        key="started",
        code="K11",
        name=N_("Proposals started"),
        noun=PROPOSALS,
        section="challenges",
        is_audited=True,
        text=N_("Proposals of which a draft was saved, whatever became of it."),
    ),
    Definition(
        key="submitted",
        code="K11",
        name=N_("Proposals submitted"),
        noun=PROPOSALS,
        of=N_("proposals started"),
        section="challenges",
        is_audited=True,
        text=N_(
            "Proposals that were handed in and got a receipt, those withdrawn later included. The "
            "stages below are shares of this number."
        ),
    ),
    Definition(
        key="withdrawn",
        code="K11",
        name=N_("Withdrawn"),
        noun=PROPOSALS,
        of=SUBMITTED,
        section="challenges",
        is_audited=True,
        text=N_("Submitted proposals that their authors took back."),
    ),
    Definition(
        key="ineligible",
        code="K11",
        name=N_("Ineligible"),
        noun=PROPOSALS,
        of=SUBMITTED,
        section="challenges",
        is_audited=True,
        text=N_("Submitted proposals that did not pass the screening, each with its reason."),
    ),
    Definition(
        key="evaluated",
        code="K11",
        name=N_("Evaluated"),
        noun=PROPOSALS,
        of=SUBMITTED,
        section="challenges",
        is_audited=True,
        text=N_(
            "Submitted proposals, neither withdrawn nor ineligible, with at least one scorecard "
            "handed in by a juror who is not recused."
        ),
    ),
    Definition(
        key="shortlisted",
        code="K11",
        name=N_("Shortlisted"),
        noun=PROPOSALS,
        of=SUBMITTED,
        section="challenges",
        is_audited=True,
        text=N_("Submitted proposals that were put on the shortlist or selected."),
    ),
    Definition(
        key="selected",
        code="K11",
        name=N_("Selected"),
        noun=PROPOSALS,
        of=SUBMITTED,
        section="challenges",
        is_audited=True,
        text=N_("Submitted proposals that were selected, by a recorded decision with its reason."),
    ),
    Definition(
        key="median_trl",
        code="K12",
        name=N_("Median readiness"),
        noun=N_("TRL"),
        of=N_("submitted proposals that state it"),
        unit=Unit.TENTHS,
        section="challenges",
        text=N_("Median of the technology readiness level that the authors declare, 1 to 9."),
    ),
    Definition(
        key="cross_border_team",
        code="K13",
        name=N_("Cross-border teams"),
        unit=Unit.SHARE,
        of=SUBMITTED,
        section="challenges",
        text=N_("Submitted proposals whose lead and partners are from two countries or more."),
    ),
    Definition(
        key="cross_border_owner",
        code="K13",
        name=N_("Owner in another country"),
        unit=Unit.SHARE,
        of=SUBMITTED,
        section="challenges",
        text=N_("Submitted proposals whose lead is not from the challenge owner's country."),
    ),
    Definition(
        key="research_partner",
        code="K13",
        name=N_("With a research partner"),
        unit=Unit.SHARE,
        of=SUBMITTED,
        section="challenges",
        text=N_("Submitted proposals that name a research organisation as a partner."),
    ),
    Definition(
        key="feedback",
        code="K15",
        name=N_("Feedback given"),
        unit=Unit.SHARE,
        of=N_("proposals not selected or ineligible"),
        section="challenges",
        text=N_(
            "Proposals that were not selected or ineligible and whose authors got written "
            "feedback, as a share of all such proposals."
        ),
    ),
)
