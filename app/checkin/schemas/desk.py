"""What the desk fills in about a ticket."""

from app.badges.schemas import PrintForm
from app.tickets.schemas import refuse_link
from app.web.fields import Text
from app.web.forms import Form


class NameSchema(Form):
    """What stands on a badge."""

    given_name = Text(100, required=True, rules=[refuse_link])
    family_name = Text(100, required=True, rules=[refuse_link])
    organisation_name = Text(200, load_default="")


class DeskPrintSchema(PrintForm):
    """At which printer a badge goes onto paper, and why again; whose it is stands fast."""

    class Meta:
        """What the desk knows already."""

        exclude = ("ticket",)
