"""Fields of how somebody is reached."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import validate

from app.core.addresses import LONGEST, is_mailable, plain_email
from app.web.fields import Text

_NO_ADDRESS = _("Write an e-mail address, such as name@example.org.")


class Email(Text):
    """An e-mail address, read into the form in which it is kept."""

    default_error_messages = {
        "foreign_letters": _(
            "Before the @, use only the letters a to z, digits and signs such as . - _ +. Mail "
            "cannot be sent to other addresses."
        ),
        "no_address": _NO_ADDRESS,
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(LONGEST, **more)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        email = plain_email(str(super()._deserialize(value, *args, **kwargs)))
        local, at, _domain = email.rpartition("@")
        if at and not local.isascii():
            raise self.make_error("foreign_letters")
        if not is_mailable(email):
            raise self.make_error("no_address")
        return email


class Website(Text):
    """An address on the web; the scheme may be left out."""

    def __init__(self, **more: Any) -> None:
        words = _("Write an address on the web, such as https://example.org.")
        rule = validate.URL(schemes={"http", "https"}, error=words)
        super().__init__(300, rules=[_unless_none(rule)], **more)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, *args, **kwargs))
        return text if "://" in text else f"https://{text}"


def _unless_none(rule: Any) -> Any:
    def check(value: Any) -> None:
        if value is not None:
            rule(value)

    return check
