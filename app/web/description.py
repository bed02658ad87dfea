"""The committed descriptions of what the application answers: its routes and its API."""

import json
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.web.guards import guard_of

ROOT = Path(__file__).parents[2]
ROUTES = ROOT / "tests" / "architecture" / "routes.txt"
DOCUMENT = ROOT / "docs" / "openapi.json"


def route_table(app: Flask) -> str:
    """Return a line for each route: its address, its methods and its guard."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        guard = guard_of(app, rule.endpoint) or "NO GUARD"
        lines.append(f"{rule.rule:62} {methods:12} {guard}\n")
    return "".join(sorted(lines))


def api_document(app: Flask) -> str:
    """Return the API's description as it is served."""
    served = app.test_client().get("/api/openapi.json").get_json()
    return json.dumps(served, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@click.command("describe")
@with_appcontext
def describe() -> None:
    """Write down every route with its guard, and the API, for a change of them to be seen."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to leave its proxy
    for path, text in ((ROUTES, route_table(app)), (DOCUMENT, api_document(app))):
        path.write_text(text)
        click.echo(path.relative_to(ROOT))
