"""Gates and scanners for tests."""

from app.checkin.models import Gate, ScannerDevice
from app.core import tokens
from app.events.models import Event
from tests.factories import saved


def make_gate(event: Event, name: str = "Main door") -> Gate:
    """Make a gate."""
    return saved(lambda: Gate(event_id=event.id, name=name))


def make_device(gate: Gate, event: Event) -> tuple[ScannerDevice, str]:
    """Make a paired scanner and return it with its secret."""
    secret = tokens.new_secret("dev_")
    device = saved(
        lambda: ScannerDevice(
            event_id=event.id,
            gate_id=gate.id,
            name="Phone 1",
            secret_hash=tokens.hash_secret(secret),
            paired_at=event.created_at,
        )
    )
    return device, secret
