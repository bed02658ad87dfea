"""The words of the directory: its orders, what refers to an organisation, why two look alike."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.directory.rules.filters import Sort
from app.identity.rules.nace import find_activity
from app.identity.rules.similarity import Reason

MESSAGES: dict[str, LazyString] = {
    "duplicate_decided": _("Somebody else decided on these two already."),
    "merge_asked": _("The owners of the other organisation were asked already."),
    "merge_refused": _(
        "Both have something that must stay: invoices with the same number, or a proposal to the "
        "same challenge. Of proposals, withdraw and remove one first."
    ),
    "keep_one_of_both": _("Choose which of the two stays."),
    "cluster_with_cluster": _("A cluster can only be merged with a cluster."),
}
REASONS: dict[str, LazyString] = {
    Reason.SAME_VAT: _("Same VAT number"),
    Reason.SAME_NAME: _("Same name"),
    Reason.SAME_WEBSITE: _("Same website"),
    Reason.LIKE_NAME: _("Similar name"),
}
# What refers to an organisation, as a preview names it.
TABLES: dict[str, LazyString] = {
    "challenge": _("Challenges"),
    "challenge_invitation": _("Invitations to challenges"),
    "cluster_membership": _("Memberships in clusters"),
    "cluster_profile": _("Profile of the cluster"),
    "applicant_attachment": _("Attachments of the applicant file"),
    "applicant_file": _("Applicant file"),
    "dismissed_link": _("Links to a challenge owner’s group that were dismissed"),
    "proposal_mark": _("Marks of proposals to its challenges"),
    "proposal_note": _("Notes on proposals to its challenges"),
    "document_access": _("Leave to see confidential documents"),
    "document_opening": _("Openings of documents"),
    "duplicate_pair": _("Comparisons with others"),
    "enquiry": _("Questions about challenges"),
    "event": _("Events it leads"),
    "event_partner": _("Events it helps to run"),
    "expert_employer": _("Employers of experts"),
    "expert_place": _("Experts whom it asked into the pool"),
    "figures_reading": _("Figures of clusters as they were read"),
    "invoice": _("Invoices it issued"),
    "invitation_refusal": _("Wish for no invitations to challenges"),
    "invitation": _("Open invitations"),
    "juror": _("Jurors"),
    "mailing": _("Mails to participants"),
    "membership": _("People"),
    "number_series": _("Counters of its invoices"),
    "offer_need": _("Offers and needs"),
    "organisation_alias": _("Earlier merges"),
    "organisation_label": _("Sectors, ecosystems and keywords"),
    "organisation_logo": _("Logo"),
    "participant_invitation": _("Invitations of participants"),
    "proposal": _("Proposals"),
    "proposal_partner": _("Proposals made together with others"),
    "quota": _("Places for the people it supports"),
    "seller": _("Events it bills for"),
    "size_declaration": _("Declarations of size"),
    "suggestion": _("Challenges that suit it"),
    "team_member": _("People on the teams of events"),
    "ticket": _("Attendees"),
    "waiting_entry": _("Those who wait for places"),
}

# Sections of NACE Rev. 2.1 with names too long for a chart.
SECTIONS: dict[str, LazyString] = {
    "D": _("Energy supply"),
    "E": _("Water and waste"),
    "J": _("Publishing and broadcasting"),
    "K": _("Telecommunication and computing"),
    "N": _("Professional and scientific"),
    "O": _("Administrative services"),
    "P": _("Public administration"),
    "R": _("Health and social work"),
    "U": _("Households"),
    "V": _("Extraterritorial bodies"),
}

SORTS: dict[str, LazyString] = {
    Sort.NAME: _("By name"),
    Sort.NEWEST: _("Newest first"),
    Sort.COUNTRY: _("By country and region"),
}


def reason_label(reason: str) -> str:
    """Return why two organisations look like one, in words."""
    return str(REASONS.get(reason, reason))


def table_label(name: str) -> str:
    """Return what the rows of a table are, in words."""
    return str(TABLES.get(name, name.replace("_", " ").capitalize()))


def section_label(code: str) -> str:
    """Return the name of a section, a short one where it is long."""
    found = find_activity(code)
    return str(SECTIONS.get(code, found.name if found else code))
