"""Fields of how somebody is reached."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import validate

from app.web.fields import Text


class Email(Text):
    """An e-mail address."""

    def __init__(self, **more: Any) -> None:
        words = _("Write an e-mail address, such as name@example.org.")
        super().__init__(254, rules=[_unless_none(validate.Email(error=words))], **more)


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
