"""What people and programs send and get about accounts, organisations and tokens."""

from app.identity.schemas.contact import (
    Email,
    Website,
)
from app.identity.schemas.crossed import (
    AskCluster,
    CrossedAnswer,
    CrossedOut,
    CrossedPage,
    InviteOrganisation,
    MemberQuery,
)
from app.identity.schemas.invitations import (
    LONGEST_REASON,
    Answer,
    DeclineReason,
    InvitationOut,
    OwnInvitationOut,
)
from app.identity.schemas.members import (
    MemberForm,
    MemberOut,
    RoleForm,
)
from app.identity.schemas.organisations import (
    NewOrganisation,
    OrganisationForm,
    OrganisationOut,
    SimilarOut,
)
from app.identity.schemas.people import (
    PersonOut,
    Profile,
)
from app.identity.schemas.profiles import (
    MOST_ACTIVITIES,
    ClusterFiguresOut,
    ClusterProfileForm,
    ListingForm,
    LogoUpload,
    OfferChange,
    OfferForm,
    OfferOut,
    ProfileOut,
    SectorForm,
    SectorOut,
    SizeForm,
    SizeOut,
)
from app.identity.schemas.sessions import (
    WebSessionOut,
)
from app.identity.schemas.signing_in import (
    ORGANISATION_FIELDS,
    Address,
    NewAccount,
    NewPassword,
    Nothing,
    ResetPassword,
    SignIn,
    SignUp,
    organisation_in,
)

__all__ = [
    "LONGEST_REASON",
    "MOST_ACTIVITIES",
    "ORGANISATION_FIELDS",
    "Address",
    "Answer",
    "AskCluster",
    "ClusterFiguresOut",
    "ClusterProfileForm",
    "CrossedAnswer",
    "CrossedOut",
    "CrossedPage",
    "DeclineReason",
    "Email",
    "InvitationOut",
    "InviteOrganisation",
    "ListingForm",
    "LogoUpload",
    "MemberForm",
    "MemberOut",
    "MemberQuery",
    "NewAccount",
    "NewOrganisation",
    "NewPassword",
    "Nothing",
    "OfferChange",
    "OfferForm",
    "OfferOut",
    "OrganisationForm",
    "OrganisationOut",
    "OwnInvitationOut",
    "PersonOut",
    "Profile",
    "ProfileOut",
    "ResetPassword",
    "RoleForm",
    "SectorForm",
    "SectorOut",
    "SignIn",
    "SignUp",
    "SimilarOut",
    "SizeForm",
    "SizeOut",
    "WebSessionOut",
    "Website",
    "organisation_in",
]
