"""What every part of the API of tickets stands under."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint("tickets-api", __name__, description="Ticket types, orders and tickets")
about_events(blueprint.name)
