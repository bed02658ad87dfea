"""Two routes of the house itself: whether it is well, and how it looks."""

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import text

from app.core.db import db
from app.web.guards import public

blueprint = Blueprint("site", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """Say that the application runs and reaches its database."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")


@blueprint.get("/styleguide")
@public
def styleguide() -> str:
    """Show every component in every state."""
    return render_template("styleguide/index.html")
