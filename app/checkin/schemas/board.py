"""The live board as programs read it: numbers, no names."""

from typing import Any

from marshmallow import Schema, fields

from app.checkin.queries.board import Board
from app.web.forms import Id


class PlaceCountOut(Schema):
    """A checkpoint: who came, and who is inside where people are seen out."""

    checkpoint_id = Id()
    name = fields.String()
    people = fields.Integer()
    inside = fields.Integer(allow_none=True)
    capacity = fields.Integer(allow_none=True)


class GateCountOut(Schema):
    """A gate: who came to the event there, and how many it let through in ten minutes."""

    gate_id = Id()
    name = fields.String()
    people = fields.Integer()
    lately = fields.Integer()


class ArrivalOut(Schema):
    """How many came in ten minutes."""

    starts_at = fields.AwareDateTime(format="iso")
    people = fields.Integer()


class SeenDeviceOut(Schema):
    """A scanner: when it spoke, what it has to send, by how many minutes its clock is behind."""

    device_id = Id()
    name = fields.String()
    state = fields.String()
    seen_at = fields.AwareDateTime(allow_none=True, format="iso")
    waiting = fields.Integer()
    minutes_behind = fields.Integer()


class AwaitedGuestOut(Schema):
    """A speaker, juror, journalist or sponsor who is not in yet."""

    ticket_id = Id()
    audience = fields.String()
    is_late = fields.Boolean()
    session_starts_at = fields.AwareDateTime(allow_none=True, format="iso")


class BoardOut(Schema):
    """The live board of this moment; scanners are shown to those who see everybody."""

    at = fields.AwareDateTime(format="iso")
    people = fields.Integer()
    expected = fields.Integer()
    inside = fields.Integer()
    checkpoints = fields.List(fields.Nested(PlaceCountOut))
    gates = fields.List(fields.Nested(GateCountOut))
    arrivals = fields.List(fields.Nested(ArrivalOut))
    scanners = fields.List(fields.Nested(SeenDeviceOut))
    awaited = fields.List(fields.Nested(AwaitedGuestOut))


def board_out(board: Board) -> dict[str, Any]:
    """Return the board as it is sent."""
    return {
        "at": board.at,
        "people": board.live.headcount.people,
        "expected": board.live.headcount.expected,
        "inside": board.inside,
        "checkpoints": board.places,
        "gates": board.gates,
        "arrivals": board.live.arrivals,
        "scanners": board.devices,
        "awaited": [
            {
                "ticket_id": one.ticket_id,
                "audience": one.audience,
                "is_late": one.is_late,
                "session_starts_at": one.turn.starts_at if one.turn else None,
            }
            for one in board.awaited
        ],
    }
