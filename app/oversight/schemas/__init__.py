"""What oversight reads and shows."""

from app.oversight.schemas.admin import (
    ClusterForm,
    DisableForm,
    InstallationForm,
    OrganisationForm,
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
    "ClusterForm",
    "DisableForm",
    "GlassForm",
    "GlassList",
    "GlassOut",
    "InstallationForm",
    "LogChoice",
    "LogEntryOut",
    "LogExportForm",
    "LogPage",
    "LogPlace",
    "LogQuery",
    "NewTokenOut",
    "OrganisationForm",
    "SetUpForm",
    "TokenForm",
    "TokenOut",
    "described",
]
