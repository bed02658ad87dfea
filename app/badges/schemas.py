"""Forms and JSON of badges."""

from app.badges.rules.layout import SheetFormat
from app.web.fields import Choice
from app.web.forms import Form, Id


class BadgesForm(Form):
    """Which badges to print, on what."""

    layout = Choice(SheetFormat, load_default=SheetFormat.A6)
    ticket_type = Id(allow_none=True, load_default=None)
