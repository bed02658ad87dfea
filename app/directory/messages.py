"""The words of the directory: its orders, and the names of what clusters say of themselves."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.directory.rules.filters import Sort
from app.identity.rules.profiles import StaffBand, SupportService

MESSAGES: dict[str, LazyString] = {}

SORTS: dict[str, LazyString] = {
    Sort.NAME: _("By name"),
    Sort.NEWEST: _("Newest first"),
    Sort.COUNTRY: _("By country and region"),
}
STAFF: dict[str, LazyString] = {
    StaffBand.UNDER_HALF: _("Less than half a post"),
    StaffBand.HALF_TO_2: _("Half a post to 2"),
    StaffBand.TO_5: _("2 to 5"),
    StaffBand.TO_10: _("5 to 10"),
    StaffBand.OVER_10: _("More than 10"),
}
SERVICES: dict[str, LazyString] = {
    SupportService.MATCHMAKING: _("Matchmaking"),
    SupportService.TECHNOLOGY_TRANSFER: _("Technology transfer"),
    SupportService.TEST_FACILITIES: _("Test facilities"),
    SupportService.TRAINING: _("Training and skills"),
    SupportService.FUNDING_ADVICE: _("Advice on funding"),
    SupportService.INTERNATIONALISATION: _("Going abroad"),
    SupportService.INCUBATION: _("Incubation"),
    SupportService.DIGITALISATION: _("Going digital"),
    SupportService.GREEN_TRANSITION: _("Going green"),
    SupportService.MARKET_INTELLIGENCE: _("Market intelligence"),
    SupportService.INTELLECTUAL_PROPERTY: _("Intellectual property"),
    SupportService.EVENTS: _("Events"),
}


def staff_label(band: str | None) -> str:
    """Return the name of a band of staff."""
    return str(STAFF.get(band or "", "–"))


def service_label(service: str) -> str:
    """Return the name of a support service."""
    return str(SERVICES.get(service, service))
