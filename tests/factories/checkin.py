"""Gates, scanners and venue hubs for tests."""

from sqlalchemy import select

from app.checkin.models import Checkpoint, Gate, ScannerDevice
from app.core import tokens
from app.core.db import db
from app.events.models import Event
from app.hub.models import VenueHub
from tests.factories import saved


def make_checkpoint(event: Event, name: str = "Entrance", **values: object) -> Checkpoint:
    """Make a checkpoint."""
    return saved(lambda: Checkpoint(event_id=event.id, name=name, **values))


def make_gate(event: Event, name: str = "Main door", checkpoint: Checkpoint | None = None) -> Gate:
    """Make a gate, of the event's entrance unless another checkpoint is given."""
    if checkpoint is None:
        query = select(Checkpoint).where(
            Checkpoint.event_id == event.id, Checkpoint.name == "Entrance"
        )
        checkpoint = db.session.scalar(query) or make_checkpoint(event)
    checkpoint_id = checkpoint.id
    return saved(lambda: Gate(event_id=event.id, checkpoint_id=checkpoint_id, name=name))


def make_device(gate: Gate, event: Event, **values: object) -> tuple[ScannerDevice, str]:
    """Make a paired scanner and return it with its secret."""
    secret = tokens.new_secret("dev_")
    device = saved(
        lambda: ScannerDevice(
            event_id=event.id,
            gate_id=gate.id,
            name="Phone 1",
            secret_hash=tokens.hash_secret(secret),
            paired_at=event.created_at,
            **values,
        )
    )
    return device, secret


def make_hub(event: Event, name: str = "Hall 2") -> VenueHub:
    """Make a venue hub that is planned."""
    return saved(lambda: VenueHub(event_id=event.id, name=name))
