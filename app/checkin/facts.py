"""What happened at the door, beside the scans themselves, whose log is their own record."""

from dataclasses import dataclass

from app.core.facts import Fact, Words


@dataclass(frozen=True, kw_only=True)
class CheckpointAdded(Fact):
    """A checkpoint was added to an event."""

    checkpoint_id: int
    checkpoint_name: Words


@dataclass(frozen=True, kw_only=True)
class CheckpointChanged(Fact):
    """The rule of a checkpoint was changed."""

    checkpoint_id: int
    checkpoint_name: Words


@dataclass(frozen=True, kw_only=True)
class GateAdded(Fact):
    """A gate was added to an event."""

    gate_id: int
    gate_name: Words


@dataclass(frozen=True, kw_only=True)
class ClashSettled(Fact):
    """Somebody looked into a badge that came in twice, and wrote down what they found."""

    ticket_id: int
    checkpoint_id: int


@dataclass(frozen=True, kw_only=True)
class ScannerInvited(Fact):
    """A link was made that lets one phone become a scanner."""

    device_id: int
    device_name: Words
    gate_id: int


@dataclass(frozen=True, kw_only=True)
class ScannerPaired(Fact):
    """A phone took its link and may scan from now on."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class ScannerRevoked(Fact):
    """A scanner may scan no more."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class ScannerWiped(Fact):
    """A phone that may scan no more has forgotten everybody."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class PaperListRequested(Fact):
    """Somebody asked for the list of a gate on paper."""

    gate_id: int
    work_id: int


@dataclass(frozen=True, kw_only=True)
class PaperTyped(Fact):
    """Ticks on paper were typed in."""

    gate_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class TicketAdmittedByHand(Fact):
    """Somebody at the desk let a ticket's holder in without a scan, and said why."""

    ticket_id: int
    gate_id: int
    note: Words
