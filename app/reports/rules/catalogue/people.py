"""Figures of participation."""

from app.reports.rules.catalogue.definition import N_, ORGANISATIONS, PEOPLE, Definition, Unit

PARTICIPATION = (
    Definition(
        key="registered",
        code="K1",
        name=N_("Registered"),
        noun=PEOPLE,
        is_audited=True,
        text=N_(
            "Distinct people who held a valid ticket when the event began. Cancelled tickets and "
            "walk-ins are left out. Tickets with the same e-mail address and the same name, "
            "whatever their case and accents, are one person."
        ),
    ),
    Definition(
        key="cancelled",
        code="K1",
        name=N_("Cancelled"),
        noun=PEOPLE,
        of=N_("people with a ticket made before the event"),
        text=N_("Distinct people whose every ticket was cancelled before the event began."),
    ),
    Definition(
        key="attended",
        code="K2",
        name=N_("Attended"),
        noun=PEOPLE,
        is_audited=True,
        text=N_(
            "Distinct people with at least one accepted check-in: a scanned badge, or an entry by "
            "a named operator. A second scan of the same badge changes nothing."
        ),
    ),
    Definition(
        key="show_up",
        code="K4",
        name=N_("Show-up"),
        unit=Unit.SHARE,
        of=N_("registered people"),
        text=N_("Registered people who attended, as a share of all registered people."),
    ),
    Definition(
        key="no_show",
        code="K4",
        name=N_("No-show"),
        unit=Unit.SHARE,
        of=N_("registered people"),
        text=N_(
            "Registered people who did not attend, as a share of all registered people; not known "
            "before the first check-in."
        ),
    ),
    Definition(
        key="walk_ins",
        code="K4",
        name=N_("Walk-ins"),
        noun=PEOPLE,
        of=N_("people who attended"),
        text=N_("Distinct people who attended without having been registered when it began."),
    ),
    Definition(
        key="participations",
        code="RCO 81",
        name=N_("Participations"),
        noun=PEOPLE,
        of=N_("people who attended"),
        is_audited=True,
        text=N_(
            "Distinct people who attended, project staff left out. Feeds the programme indicator "
            "RCO 81 (participations in joint actions across borders)."
        ),
    ),
    Definition(
        key="organisations",
        code="K5",
        name=N_("Organisations"),
        noun=ORGANISATIONS,
        is_audited=True,
        text=N_(
            "Distinct organisations of the people who attended. Organisations without a record of "
            "their own are told apart by name and country."
        ),
    ),
    Definition(
        key="countries",
        code="K6",
        name=N_("Countries"),
        noun=N_("countries"),
        text=N_(
            "Distinct countries of the people who attended: the seat of the establishment that "
            "they work for, never their nationality."
        ),
    ),
    Definition(
        key="sme_share",
        code="K7",
        name=N_("Share of SMEs"),
        unit=Unit.SHARE,
        of=N_("enterprises that attended"),
        text=N_(
            "Small and medium enterprises, start-ups included, as a share of the enterprises that "
            "attended. Size is declared by the enterprise itself (Recommendation 2003/361/EC)."
        ),
    ),
)
