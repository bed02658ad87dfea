"""The words of identity: its failures, and the names of its choices."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.identity.rules import OrganisationKind, Scope, SizeClass
from app.identity.rules.ecosystems import Ecosystem, Priority
from app.identity.rules.sessions import SignInWay

MESSAGES: dict[str, LazyString] = {
    "email_taken": _("Somebody has an account with this address already. Is it you? Sign in."),
    "wrong_sign_in": _("The e-mail address or the password is not right."),
    "same_email": _("This is the address that you have already."),
    "link_over": _("This link was used, has expired, or was never ours. Ask for a new one."),
    "wrong_password": _("This is not your present password."),
    "sign_in_throttled": _("Too many attempts. Wait %(seconds)s s, then try again."),
    "organisation_similar": _(
        "The directory has one that looks like it. Ask to join that one, or say that yours is new."
    ),
    "joining_asked": _("You asked already. The owners answer within 14 days, or you ask again."),
    "member_yourself": _("You belong to this organisation already."),
    "already_member": _("This person is a member already."),
    "already_invited": _("This address is invited already. You can send the invitation again."),
    "already_asked": _("This organisation is asked already. You can send the invitation again."),
    "invitation_over": _(
        "This invitation is over: it was answered, taken back, sent again with a newer link, or "
        "its time has passed. Ask whoever invited you to send it again."
    ),
    "invited_another": _(
        "This invitation was sent to another address. Sign in with the account that has it."
    ),
    "last_member": _("Somebody has to stay: you are the last member of this organisation."),
    "person_unknown": _("Nobody has an account with this address. Ask them to sign up first."),
    "last_owner": _("Somebody has to look after it: make somebody else an owner first."),
    "observers_of_clusters": _("Only clusters have observers."),
    "region_elsewhere": _("This region is not in the country of the organisation."),
    "vat_wrong": _("This is not a VAT number of that country. Compare it with an invoice."),
    "too_many_offers": _("At most %(most)s offers and needs. Remove one first."),
    "sum_missing": _("Choose the turnover, the balance sheet total, or both."),
    "year_to_come": _("Take an accounting year that is closed, or the present one."),
    "cluster_unknown": _("Choose a cluster from the list."),
    "cluster_itself": _("A cluster does not belong to itself."),
    "organisation_unlisted": _("Choose an organisation from the directory."),
    "crossed_answered": _("That was answered or taken back already."),
    "crossed_over": _("This membership is over already."),
    "label_twice": _("The same thing is in the list twice."),
    "crossed_already": _("There is a membership, or a question about one, already."),
    "scope_not_yours": _("Only an operator can give this away."),
    "operates_too_long": _("A token that acts as an operator lasts %(most)s days at most."),
    "token_stronger": _("A token cannot make one that may more than itself or ends later."),
    "passkey_refused": _("The passkey was not accepted. Try again."),
    "passkey_too_late": _("That took too long. Try again."),
    "passkey_unknown": _("No account here knows this passkey. It may have been removed."),
    "passkey_known": _("This passkey is added already."),
    "too_many_passkeys": _("You have %(most)s passkeys. Remove one that you do not use first."),
    "last_way_in": _(
        "This is your last way in. Set a password or add another passkey before you remove it."
    ),
    "second_step_on": _("Your second step is on already."),
    "second_step_off": _("Your second step is off."),
    "wrong_code": _("This code is not right. Codes of an app change every 30 seconds."),
    "code_used": _("This code was used already. Wait for the next one."),
    "sign_in_again": _("That took too long. Sign in again."),
    "proof_required": _("Prove again that it is you: reload the page."),
    "provider_away": _("The other service did not answer. Try again, or sign in another way."),
    "provider_refused": _(
        "What the other service said could not be checked, so nobody was signed in. Try again."
    ),
    "provider_declined": _("The other service did not sign you in. Try again, or another way."),
    "provider_email_unproved": _(
        "The other service has not checked your e-mail address. Check it there, or sign in "
        "another way."
    ),
    "joins_another": _("That account has another e-mail address than this one."),
    "external_identity_taken": _("That account opens another account here already."),
    "sign_up_closed": _("Accounts here are for people who were invited. Ask for an invitation."),
    "cluster_needs_operator": _("Clusters are entered by the operator of this installation."),
}

KINDS: dict[str, LazyString] = {
    OrganisationKind.CLUSTER: _("Cluster"),
    OrganisationKind.LARGE_COMPANY: _("Large company"),
    OrganisationKind.SME: _("Small or medium-sized company"),
    OrganisationKind.STARTUP: _("Start-up"),
    OrganisationKind.RESEARCH: _("Research or education"),
    OrganisationKind.PUBLIC: _("Public authority"),
    OrganisationKind.INVESTOR: _("Investor"),
    OrganisationKind.OTHER: _("Other"),
}
SIZES: dict[str, LazyString] = {
    SizeClass.MICRO: _("Micro: fewer than 10 people"),
    SizeClass.SMALL: _("Small: fewer than 50 people"),
    SizeClass.MEDIUM: _("Medium: fewer than 250 people"),
    SizeClass.LARGE: _("Large: 250 people or more"),
}
ECOSYSTEMS: dict[str, LazyString] = {
    Ecosystem.AEROSPACE_DEFENCE: _("Aerospace and defence"),
    Ecosystem.AGRI_FOOD: _("Agri-food"),
    Ecosystem.CONSTRUCTION: _("Construction"),
    Ecosystem.CREATIVE: _("Cultural and creative industries"),
    Ecosystem.DIGITAL: _("Digital"),
    Ecosystem.ELECTRONICS: _("Electronics"),
    Ecosystem.ENERGY_INTENSIVE: _("Energy-intensive industries"),
    Ecosystem.RENEWABLES: _("Renewable energy"),
    Ecosystem.HEALTH: _("Health"),
    Ecosystem.MOBILITY: _("Mobility, transport and automotive"),
    Ecosystem.PROXIMITY: _("Proximity, social economy and civil society"),
    Ecosystem.RETAIL: _("Retail"),
    Ecosystem.TEXTILE: _("Textiles"),
    Ecosystem.TOURISM: _("Tourism"),
}
PRIORITIES: dict[str, LazyString] = {
    Priority.ADVANCED_MANUFACTURING: _("Advanced manufacturing"),
    Priority.ADVANCED_MATERIALS: _("Advanced materials"),
    Priority.AEROSPACE_SECURITY: _("Aerospace and security"),
    Priority.AGRI_FOOD: _("Agriculture and food"),
    Priority.ARTIFICIAL_INTELLIGENCE: _("Artificial intelligence and data"),
    Priority.BIOECONOMY: _("Bioeconomy"),
    Priority.CIRCULAR_ECONOMY: _("Circular economy"),
    Priority.CLEAN_ENERGY: _("Clean energy"),
    Priority.CULTURE_CREATIVE: _("Culture and creative industries"),
    Priority.DIGITAL: _("Digital transformation"),
    Priority.ELECTRONICS_PHOTONICS: _("Electronics and photonics"),
    Priority.HEALTH: _("Health and life sciences"),
    Priority.MARITIME: _("Blue economy and maritime industries"),
    Priority.MOBILITY_LOGISTICS: _("Mobility and logistics"),
    Priority.SMART_BUILDING: _("Sustainable building"),
    Priority.TOURISM: _("Tourism"),
}
WAYS: dict[str, LazyString] = {
    SignInWay.PASSWORD: _("password"),
    SignInWay.LINK: _("a link in a mail"),
    SignInWay.SIGN_UP: _("creating the account"),
    SignInWay.INVITATION: _("an invitation"),
    SignInWay.PASSKEY: _("passkey"),
    SignInWay.PROVIDER: _("another service"),
    SignInWay.SECOND_STEP: _("password and code"),
}
SCOPES: dict[str, LazyString] = {
    Scope.READ: _("Read what you can see"),
    Scope.WRITE: _("Change what you can change"),
    Scope.OPERATE: _("Act as an operator, as far as it may read or change"),
}


def scopes_label(scopes: Iterable[str]) -> str:
    """Return what a token may, leaving out what none may any more."""
    return "; ".join(str(SCOPES[scope]) for scope in scopes if scope in SCOPES) or "–"


def way_label(way: str) -> str:
    """Return how somebody signed in."""
    return str(WAYS.get(way, "–"))


def kind_label(kind: str | None) -> str:
    """Return the name of a kind of organisation."""
    return str(KINDS.get(kind or "", "–"))


def size_label(size: str | None) -> str:
    """Return the name of a size class."""
    return str(SIZES.get(size or "", "–"))


def ecosystem_label(ecosystem: str | None) -> str:
    """Return the name of an industrial ecosystem."""
    return str(ECOSYSTEMS.get(ecosystem or "", "–"))


def priority_label(priority: str | None) -> str:
    """Return the name of an area of smart specialisation; a priority of one's own as it is."""
    return str(PRIORITIES.get(priority or "", priority or "–"))
