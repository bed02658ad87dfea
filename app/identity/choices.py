"""The names of what organisations choose from in their profile."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.identity.messages import ECOSYSTEMS, PRIORITIES
from app.identity.rules import (
    BalanceSheet,
    CrossedState,
    Headcount,
    LabelKind,
    MemberRole,
    OfferKind,
    Relation,
    StaffBand,
    StartupStage,
    SupportService,
    Turnover,
)
from app.identity.rules.nace import activity_label
from app.identity.rules.profiles import ClusterHint

Words = dict[str, LazyString]

ROLES: Words = {
    MemberRole.OWNER: _("Owner"),
    MemberRole.MEMBER: _("Member"),
    MemberRole.OBSERVER: _("Observer"),
}
ROLE_HINTS: Words = {
    MemberRole.OWNER: _("Looks after the profile and the people, and acts in its name."),
    MemberRole.MEMBER: _("Proposes and posts challenges in its name."),
    MemberRole.OBSERVER: _("Reads the figures of a cluster, sees no people and acts for nobody."),
}
STAGES: Words = {
    StartupStage.IDEA: _("Idea"),
    StartupStage.PROTOTYPE: _("Prototype"),
    StartupStage.FIRST_CUSTOMERS: _("First customers"),
    StartupStage.GROWTH: _("Growth"),
    StartupStage.SCALE_UP: _("Scale-up"),
}
HEADCOUNTS: Words = {
    Headcount.UNDER_10: _("Fewer than 10"),
    Headcount.UNDER_50: _("10 to 49"),
    Headcount.UNDER_250: _("50 to 249"),
    Headcount.FROM_250: _("250 or more"),
}
TURNOVERS: Words = {
    Turnover.TO_2: _("At most €2 million"),
    Turnover.TO_10: _("Over €2 million, at most €10 million"),
    Turnover.TO_50: _("Over €10 million, at most €50 million"),
    Turnover.OVER_50: _("Over €50 million"),
}
BALANCE_SHEETS: Words = {
    BalanceSheet.TO_2: _("At most €2 million"),
    BalanceSheet.TO_10: _("Over €2 million, at most €10 million"),
    BalanceSheet.TO_43: _("Over €10 million, at most €43 million"),
    BalanceSheet.OVER_43: _("Over €43 million"),
}
RELATIONS: Words = {
    Relation.AUTONOMOUS: _("Autonomous: nobody holds 25% or more of it, nor it of anybody"),
    Relation.PARTNER: _("Partner: 25% to 50% between it and another enterprise"),
    Relation.LINKED: _("Linked: more than 50%, or control in another way"),
}
OFFER_KINDS: Words = {OfferKind.OFFER: _("Offer"), OfferKind.NEED: _("Need")}
STAFF_BANDS: Words = {
    StaffBand.UNDER_HALF: _("Less than half a post"),
    StaffBand.HALF_TO_2: _("Half a post to 2"),
    StaffBand.TO_5: _("More than 2, up to 5"),
    StaffBand.TO_10: _("More than 5, up to 10"),
    StaffBand.OVER_10: _("More than 10"),
}
SUPPORT_SERVICES: Words = {
    SupportService.MATCHMAKING: _("Matchmaking and partner search"),
    SupportService.TECHNOLOGY_TRANSFER: _("Technology transfer"),
    SupportService.TEST_FACILITIES: _("Test facilities and demonstrators"),
    SupportService.TRAINING: _("Training and skills"),
    SupportService.FUNDING_ADVICE: _("Advice on funding"),
    SupportService.INTERNATIONALISATION: _("Internationalisation"),
    SupportService.INCUBATION: _("Incubation and acceleration"),
    SupportService.DIGITALISATION: _("Digitalisation"),
    SupportService.GREEN_TRANSITION: _("Green transition"),
    SupportService.MARKET_INTELLIGENCE: _("Market intelligence"),
    SupportService.INTELLECTUAL_PROPERTY: _("Intellectual property"),
    SupportService.EVENTS: _("Events and fairs"),
}
CLUSTER_HINTS: Words = {
    ClusterHint.STAFF: _("European lists of clusters expect at least half a post of staff."),
    ClusterHint.MEMBERS: _("European lists of clusters expect at least 15 members."),
    ClusterHint.KINDS: _("European lists of clusters expect members of at least two kinds."),
    ClusterHint.SUM: _("The members by kind are more than the members in total."),
}
CROSSED_STATES: Words = {
    CrossedState.ASKED: _("Asked"),
    CrossedState.ACCEPTED: _("Member"),
    CrossedState.DECLINED: _("Declined"),
    CrossedState.ENDED: _("Ended"),
}
# What a profile may lack: what to do, and why it helps.
MISSING: dict[str, tuple[LazyString, LazyString]] = {
    "description": (_("Say what you do"), _("It is the first thing that others read.")),
    "region": (_("Choose your region"), _("Regional reports and filters count by it.")),
    "nace": (_("Choose your main activity"), _("Partners find you by sector.")),
    "size": (_("Declare your size"), _("Some challenges are open to small companies only.")),
    "cluster": (_("Enter your members and staff"), _("The cluster mapping compares by them.")),
    "ecosystem": (_("Choose an ecosystem"), _("European funders ask for it.")),
    "keywords": (_("Add keywords"), _("They are what people search for.")),
    "offers": (_("Say what you offer"), _("Others ask for a meeting because of it.")),
    "needs": (_("Say what you look for"), _("Others answer with an offer.")),
    "listed": (_("Be listed in the directory"), _("Without it only you see this profile.")),
    "website": (_("Add your website"), _("It says more than a form can.")),
    "logo": (_("Add your logo"), _("You are recognised in lists and on pages.")),
}


def label_of(words: Words, value: str | None) -> str:
    """Return the name of a choice; a dash where there is none."""
    return str(words.get(value or "", "–"))


def label_words(kind: str, code: str, text: str = "") -> str:
    """Return a label of an organisation in words."""
    if kind == LabelKind.NACE:
        return activity_label(code)
    names = {LabelKind.ECOSYSTEM: ECOSYSTEMS, LabelKind.PRIORITY: PRIORITIES}
    return str(names.get(LabelKind(kind), {}).get(code, text or code))


def role_label(role: str) -> str:
    """Return the name of a role in an organisation."""
    return label_of(ROLES, role)


def state_label(state: str) -> str:
    """Return the name of the state of a crossed membership."""
    return label_of(CROSSED_STATES, state)


def words_of_label(label: Any) -> str:
    """Return a label's record in words."""
    return label_words(label.kind, label.code, label.text)


def staff_label(band: str | None) -> str:
    """Return the name of a band of a cluster's staff."""
    return label_of(STAFF_BANDS, band)


def service_label(service: str) -> str:
    """Return the name of a support service of a cluster."""
    return label_of(SUPPORT_SERVICES, service)
