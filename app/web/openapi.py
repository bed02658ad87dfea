"""The JSON API: `/api/v1`, described by `/api/openapi.json`."""

from functools import partial
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from flask import Flask, Response
from flask_smorest import Api
from marshmallow import RAISE, Schema, fields

from app.web.forms import Id
from app.web.guards import public

PREFIX = "/api/v1"


class StrictApi(Api):
    """flask-smorest without its own error pages: ours speak problem+json."""

    def _register_error_handlers(self) -> None:
        """Leave failures to `app.web.failures`."""


class ProblemSchema(Schema):
    """An RFC 9457 problem document."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    field = fields.String()
    errors = fields.Dict()


def install(app: Flask) -> StrictApi:
    """Set the API up and return it for the features' blueprints."""
    app.config.update(
        API_TITLE="Innoday",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    Schema.Meta.unknown = RAISE
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    api = StrictApi(app, spec_kwargs={"marshmallow_plugin": plugin})
    api.register_field(Id, "string", None)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"bearer": []}]
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("api-docs"):
            app.view_functions[endpoint] = public(partial(view))
    return api


def _schema_name(schema: Any) -> str:
    """Return a schema's name in the document; one for changes, all optional, has its own."""
    instance = resolve_schema_instance(schema)
    name = type(instance).__name__
    return f"{name}Changes" if instance.partial else name


def no_content() -> Response:
    """Return an empty 204."""
    return Response(status=204)


def page_of(items: list[Any], limit: int, key: Any) -> dict[str, Any]:
    """Return one page of a list that was asked for one item more than the limit."""
    more = len(items) > limit
    shown = items[:limit]
    return {"items": shown, "next_cursor": key(shown[-1]) if more else None}
