"""What oversight reads and shows."""

from app.oversight.schemas.glass import GlassForm, GlassList, GlassOut
from app.oversight.schemas.log import LogChoice, LogExportForm, LogPage, LogQuery
from app.oversight.schemas.tokens import NewTokenOut, TokenForm, TokenOut, described

__all__ = [
    "GlassForm",
    "GlassList",
    "GlassOut",
    "LogChoice",
    "LogExportForm",
    "LogPage",
    "LogQuery",
    "NewTokenOut",
    "TokenForm",
    "TokenOut",
    "described",
]
