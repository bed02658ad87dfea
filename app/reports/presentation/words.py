"""The words of kinds, groups, stages and channels, in the reader's language."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.reports.rules.participation import NOT_STATED
from app.web.fields import country_name

KINDS = {
    "sme": _("SME"),
    "startup": _("Start-up"),
    "large_company": _("Large company"),
    "research": _("Research"),
    "cluster": _("Cluster"),
    "public": _("Public body"),
    "investor": _("Investor"),
    "other": _("Other"),
    NOT_STATED: _("Not stated"),
}
GROUPS = {
    "business": _("Business"),
    "research": _("Research"),
    "public": _("Public"),
    "intermediary": _("Intermediary"),
    "civil": _("Civil society, other"),
}
SIZES = {
    "micro": _("Micro, fewer than 10 people"),
    "small": _("Small, fewer than 50"),
    "medium": _("Medium, fewer than 250"),
    "sme": _("SME, size not stated"),
    "large": _("Large"),
    NOT_STATED: _("Not stated"),
}
CHANNELS = {
    "web": _("Event page"),
    "api": _("Other program"),
    "organiser": _("Organiser"),
    "walk_in": _("Desk"),
    "import": _("Imported list"),
    "invitation": _("Invitation"),
}
THEMES = {
    "packaging": _("Packaging"),
    "logistics": _("Transport and logistics"),
    "storage": _("Storage"),
    "digital": _("Digitalisation"),
    "green": _("Green production"),
    "circular": _("Circular economy"),
    "energy": _("Energy"),
    "resilience": _("Resilience"),
    "skills": _("Skills"),
    "manufacturing": _("Manufacturing"),
    "health": _("Health"),
    "food": _("Food"),
}
STAGES = {
    "started": _("Started"),
    "submitted": _("Submitted"),
    "withdrawn": _("Withdrawn"),
    "ineligible": _("Ineligible"),
    "evaluated": _("Evaluated"),
    "shortlisted": _("Shortlisted"),
    "selected": _("Selected"),
}
CONFLICTS = {
    "detected": _("Found in the records"),
    "juror": _("Declared by the juror"),
    "organiser": _("Entered by an organiser"),
    "confirmed": _("Found in the records, confirmed by an organiser"),
    "past_employer": _("past employer"),
    "group_link": _("one group"),
    "owner_link": _("of the challenge owner’s group"),
    "team": _("runs the event for who proposes"),
    "organisation": _("same organisation"),
    "membership": _("member of the organisation"),
    "email_domain": _("same e-mail domain"),
    "employment": _("employment"),
    "family": _("family"),
    "financial": _("financial interest"),
    "cooperation": _("cooperation"),
    "competition": _("competition"),
    "other": _("other reason"),
}
ROLES = {
    "lead": _("Lead"),
    "co_organiser": _("Co-organiser"),
    "sponsor": _("Sponsor"),
    "partner": _("Partner"),
    "supporter": _("Supporter"),
}
SESSIONS = {
    "public": _("Public"),
    "closed": _("By invitation"),
    "internal": _("Internal"),
}


def word(words: dict[str, object], key: str) -> str:
    """Return the word for a key; for an unknown one the key itself, made readable."""
    found = words.get(key)
    return str(found) if found is not None else key.replace("_", " ").capitalize()


def country(code: str) -> str:
    """Return a country's name."""
    return country_name(code) if code else gettext("Not stated")


def conflict(key: str) -> str:
    """Return the words for "source:kind" of a conflict."""
    source, _separator, kind = key.partition(":")
    return f"{word(CONFLICTS, source)}: {word(CONFLICTS, kind).lower()}"


def percent(per_mille: int | None) -> str:
    """Write tenths of a per cent as whole per cent."""
    return "–" if per_mille is None else f"{(per_mille + 5) // 10}\u00a0%"


def tenths(value: int | None) -> str:
    """Write tenths with one digit after the point."""
    return "–" if value is None else f"{value // 10}.{value % 10}"


def number(value: int | None) -> str:
    """Write a count with thin spaces between thousands; nothing is a dash."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")
