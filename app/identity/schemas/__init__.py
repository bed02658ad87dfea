"""What people and programs send and get about accounts, organisations and tokens."""

from app.identity.schemas.contact import (
    Email,
    Website,
)
from app.identity.schemas.members import (
    InvitationOut,
    MemberForm,
    MemberOut,
    OwnInvitationOut,
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
from app.identity.schemas.signing_in import (
    ORGANISATION_FIELDS,
    NewPassword,
    SignIn,
    SignUp,
    organisation_in,
)
from app.identity.schemas.tokens import (
    TokenForm,
    TokenOut,
)

__all__ = [
    "ORGANISATION_FIELDS",
    "ClusterForm",
    "Email",
    "InvitationOut",
    "MemberForm",
    "MemberOut",
    "NewPassword",
    "OrganisationForm",
    "OrganisationOut",
    "OwnInvitationOut",
    "PersonOut",
    "Profile",
    "SignIn",
    "SignUp",
    "TokenForm",
    "TokenOut",
    "Website",
    "organisation_in",
]
