"""Routes of the house itself: whether it is well, and how it looks."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from sqlalchemy import text

from app.core.db import db
from app.core.installation import site
from app.web.guards import public

blueprint = Blueprint("site", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """Say that the application runs and reaches its database."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")


@blueprint.get("/theme.css")
@public
def theme() -> Response:
    """Give the pages the installation's colour; its address names it, so it is kept for long."""
    accent = site().accent
    rule = f"@layer tokens {{ :root {{ --brand: {accent}; }} }}\n" if accent else ""
    answer = Response(rule, mimetype="text/css")
    is_current = accent is not None and request.args.get("v") == accent[1:]
    kept = "public, max-age=31536000, immutable" if is_current else "no-store"
    answer.headers["Cache-Control"] = kept
    return answer


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """Tell every page what the installation is called, and where its colour is."""
    known = site()
    is_plain = known.accent is None
    address = None if is_plain else url_for("site.theme", v=str(known.accent)[1:])
    return {"site": known, "accent_url": address}


@blueprint.get("/styleguide")
@public
def styleguide() -> str:
    """Show every component in every state."""
    return render_template("styleguide/index.html")
