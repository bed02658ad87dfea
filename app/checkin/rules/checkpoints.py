"""What an organiser can ask at a checkpoint."""

from dataclasses import dataclass

from app.checkin.rules.words import CheckpointKind, Entries


@dataclass(frozen=True, kw_only=True)
class CheckpointRule:
    """What an organiser says of a checkpoint; neither types nor add-ons mean that all may pass."""

    name: str
    kind: CheckpointKind = CheckpointKind.VENUE
    entries: Entries = Entries.ONCE
    has_exit: bool = False
    is_exclusive: bool = False
    capacity: int | None = None
    session_id: int | None = None
    ticket_type_ids: tuple[int, ...] = ()
    add_on_ids: tuple[int, ...] = ()
