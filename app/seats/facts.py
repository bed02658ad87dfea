"""What happened to the seats of companies."""

from dataclasses import dataclass

from app.core.facts import Fact, Words


@dataclass(frozen=True, kw_only=True)
class SeatsGiven(Fact):
    """A company has seats, or a new secret address for them."""

    seats_id: int
    seats: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(Fact):
    """A company has more or fewer seats, or another cut-off."""

    seats_id: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatsUnfilled(Fact):
    """The cut-off of a company comes near, and seats are not filled."""

    seats_id: int
    unfilled: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class SeatsReturned(Fact):
    """Seats that a company did not fill went back, at the cut-off or as they were revoked."""

    seats_id: int
    returned: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class SeatFilled(Fact):
    """Somebody has one of a company's seats."""

    seats_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class SeatWithdrawn(Fact):
    """A company took a name back; the seat is its own again."""

    seats_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class SeatInvited(Fact):
    """A company invited somebody to one of its seats."""

    seats_id: int
    invitation_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class SeatInvitationWithdrawn(Fact):
    """A company took an invitation to one of its seats back."""

    seats_id: int
    invitation_id: int
