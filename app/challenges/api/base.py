"""The blueprint that all of the API about challenges shares."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint("challenges-api", __name__, description="Challenges of an event")
about_events(blueprint.name)
