"""What the routes of the door share."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint("checkin-api", __name__, description="Checkpoints and scanners at the door")
about_events(blueprint.name)
