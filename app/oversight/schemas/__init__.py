"""What oversight reads and shows."""

from app.oversight.schemas.admin import (
    AccountDetail,
    AccountOut,
    AccountPage,
    AdminQuery,
    ClusterForm,
    DisableForm,
    HealthOut,
    InstallationForm,
    InstallationOut,
    NamedList,
    NamedOut,
    NamedPage,
    NamingForm,
    SetUpForm,
)
from app.oversight.schemas.glass import GlassForm, GlassList, GlassOut
from app.oversight.schemas.log import (
    LogChoice,
    LogEntryOut,
    LogExportForm,
    LogPage,
    LogPlace,
    LogQuery,
)
from app.oversight.schemas.tokens import NewTokenOut, TokenForm, TokenOut, described

__all__ = [
    "AccountDetail",
    "AccountOut",
    "AccountPage",
    "AdminQuery",
    "ClusterForm",
    "DisableForm",
    "GlassForm",
    "GlassList",
    "GlassOut",
    "HealthOut",
    "InstallationForm",
    "InstallationOut",
    "LogChoice",
    "LogEntryOut",
    "LogExportForm",
    "LogPage",
    "LogPlace",
    "LogQuery",
    "NamedList",
    "NamedOut",
    "NamedPage",
    "NamingForm",
    "NewTokenOut",
    "SetUpForm",
    "TokenForm",
    "TokenOut",
    "described",
]
