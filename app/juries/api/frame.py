"""What the API of juries hangs on."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint("juries-api", __name__, description="Jurors, scorecards and decisions")
about_events(blueprint.name)
