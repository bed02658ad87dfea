"""The words of privacy: its failures, purposes, categories and legal bases."""

from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _

from app.core.privacy import Basis, Category, Erased, Recipient
from app.privacy.rules.purposes import Channel, Purpose

MESSAGES = {
    "already_erased": _("This account is erased already."),
    "days_beyond_limits": _("Enter a number of days from %(least)s to %(most)s."),
    "duties_left": _("Hand over first what nobody else answers for."),
    "erasure_reason_missing": _("Say how the person asked, in at least ten characters."),
    "export_running": _("A copy is being made already."),
    "no_such_purpose": _("Choose from the list."),
    "person_unknown_here": _("Nobody has an account with this address."),
}

PURPOSES = {
    Purpose.PARTICIPANTS_LIST: _("List of participants"),
    Purpose.PHOTOS: _("Photos and videos"),
    Purpose.RECORDING: _("Recordings of sessions"),
    Purpose.PASSING_ON: _("Passing on to challenge owners"),
    Purpose.LEAD_SCAN: _("Scanning of badges by exhibitors"),
    Purpose.NEWSLETTER: _("News from the clusters"),
}

# What somebody agrees to: kept with the answer, word for word.
WORDINGS = {
    Purpose.PARTICIPANTS_LIST: _(
        "Other participants of this event may see my name and my organisation in the list of "
        "participants."
    ),
    Purpose.PHOTOS: _(
        "Photos and videos of this event that show me may be published in reports about it and on "
        "the pages of its organisers."
    ),
    Purpose.RECORDING: _(
        "Sessions in which I speak may be recorded and the recording may be published."
    ),
    Purpose.PASSING_ON: _(
        "My name, organisation and address may be passed on to the companies whose challenges are "
        "part of this event, so that they can write to me about them."
    ),
    Purpose.LEAD_SCAN: _(
        "Exhibitors who scan my badge may receive my name, organisation and address."
    ),
    Purpose.NEWSLETTER: _(
        "The clusters of this site may write to me about coming events and open challenges."
    ),
}

CHANNELS = {
    Channel.REGISTRATION: _("while registering"),
    Channel.INVITATION: _("by the link of an invitation"),
    Channel.ACCOUNT: _("in the account"),
    Channel.API: _("by a program"),
    Channel.DESK: _("at the desk"),
}

CATEGORIES = {
    Category.NAME: _("Names"),
    Category.CONTACT: _("Contact details"),
    Category.CREDENTIAL: _("Ways to sign in"),
    Category.PROFILE: _("Profile"),
    Category.CONTENT: _("What people write and upload"),
    Category.ASSESSMENT: _("Assessments"),
    Category.TECHNICAL: _("Traces of use"),
    Category.SPECIAL: _("Health, diet and access needs"),
}

BASES = {
    Basis.CONTRACT: _("Contract (article 6(1)(b))"),
    Basis.CONSENT: _("Consent (article 6(1)(a))"),
    Basis.LEGITIMATE_INTEREST: _("Legitimate interest (article 6(1)(f))"),
    Basis.LEGAL_OBLIGATION: _("Legal obligation (article 6(1)(c))"),
}

ERASED = {
    Erased.DELETED: _("Deleted"),
    Erased.BLANKED: _("Made anonymous"),
    Erased.KEPT: _("Kept"),
}

RECIPIENTS = {
    Recipient.NOBODY: _("Nobody else"),
    Recipient.OPERATOR: _("The operator of the platform"),
    Recipient.ORGANISERS: _("The organisers of the event"),
    Recipient.MEMBERS: _("The other people of the organisation"),
    Recipient.CHALLENGE_OWNER: _("The company that posted the challenge"),
    Recipient.JURY: _("The jury"),
    Recipient.PUBLIC: _("The public"),
}


def wording_of(purpose: Purpose) -> tuple[str, str]:
    """Return the language of the reader and what they are asked to agree to."""
    return str(get_locale() or "en"), str(WORDINGS[purpose])


def wording_in(language: str, purpose: Purpose) -> str:
    """Return what people who read a language are asked to agree to."""
    with force_locale(language):
        return str(WORDINGS[purpose])
