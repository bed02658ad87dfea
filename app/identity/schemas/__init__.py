"""What people and programs send and get about accounts, organisations and tokens."""

from app.identity.schemas.contact import (
    Email,
    Website,
)
from app.identity.schemas.invitations import (
    Answer,
    InvitationOut,
    OwnInvitationOut,
)
from app.identity.schemas.members import (
    MemberForm,
    MemberOut,
)
from app.identity.schemas.organisations import (
    ClusterForm,
    OrganisationForm,
    OrganisationOut,
)
from app.identity.schemas.people import (
    PersonOut,
    Profile,
)
from app.identity.schemas.sessions import WebSessionOut
from app.identity.schemas.signing_in import (
    ORGANISATION_FIELDS,
    Address,
    ChosenPassword,
    NewAccount,
    NewPassword,
    Nothing,
    OwnPassword,
    SignIn,
    SignUp,
    organisation_in,
)

__all__ = [
    "ORGANISATION_FIELDS",
    "Address",
    "Answer",
    "ChosenPassword",
    "ClusterForm",
    "Email",
    "InvitationOut",
    "MemberForm",
    "MemberOut",
    "NewAccount",
    "NewPassword",
    "Nothing",
    "OrganisationForm",
    "OrganisationOut",
    "OwnInvitationOut",
    "OwnPassword",
    "PersonOut",
    "Profile",
    "SignIn",
    "SignUp",
    "WebSessionOut",
    "Website",
    "organisation_in",
]
