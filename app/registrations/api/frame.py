"""What the operations on registrations stand on."""

from flask_smorest import Blueprint

from app.web.guards import about_events

blueprint = Blueprint(
    "registrations-api",
    __name__,
    description="Views, links and figures of registrations; imports, doubles, acts on many",
)
about_events(blueprint.name)
