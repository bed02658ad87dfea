"""Use cases of a cluster and its participants."""

from app.support.services.inviting import (
    Result,
    invite_participants,
    register_invited,
    resend_invitation,
    withdraw_invitation,
)
from app.support.services.reading import read_figures
from app.support.services.writing import MOST_A_DAY, send_mailing

__all__ = [
    "MOST_A_DAY",
    "Result",
    "invite_participants",
    "read_figures",
    "register_invited",
    "resend_invitation",
    "send_mailing",
    "withdraw_invitation",
]
