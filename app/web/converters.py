"""Ids in addresses: anything that is not one is simply not found."""

from werkzeug.routing import BaseConverter, ValidationError

from app.core.ids import LETTERS, decode_id, encode_id


class IdConverter(BaseConverter):
    """`<id:challenge_id>`: thirteen letters outside, a number inside."""

    regex = f"[0-9a-z]{{{LETTERS}}}"

    def to_python(self, value: str) -> int:
        """Read an id."""
        try:
            return decode_id(value)
        except ValueError as error:
            raise ValidationError(value) from error

    def to_url(self, value: int) -> str:
        """Write an id."""
        return encode_id(value)
