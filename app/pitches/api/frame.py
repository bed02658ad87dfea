"""What the API of pitch days hangs on."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint("pitches-api", __name__, description="Pitch days")
about_events(blueprint.name)
