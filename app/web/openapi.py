"""The JSON API: `/api/v1`, described by `/api/openapi.json`."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from flask import Flask, Response
from flask_smorest import Api
from flask_smorest.spec.plugins import FlaskPlugin
from marshmallow import RAISE, Schema, fields

from app.core.ids import ALPHABET, LETTERS
from app.web.converters import IdConverter
from app.web.failures import PROBLEM
from app.web.forms import Id
from app.web.guards import PUBLIC, guard_of, public

PREFIX = "/api/v1"
ID = {"type": "string", "pattern": f"^[{ALPHABET}]{{{LETTERS}}}$"}
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
METHODS = ("get", "post", "put", "patch", "delete")
FAILURE = {"$ref": "#/components/responses/DEFAULT_ERROR"}


class ProblemSchema(Schema):
    """An RFC 9457 problem document."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    field = fields.String()
    errors = fields.Dict()
    findings = fields.List(fields.Dict())


class ProblemApi(Api):
    """flask-smorest with failures of ours: problem+json, whatever goes wrong and wherever."""

    def _register_error_handlers(self) -> None:
        """Leave failures to `app.web.failures`."""

    def _register_responses(self) -> None:
        """Describe every failure as one and the same document."""
        reference = {"$ref": "#/components/schemas/Problem"}
        body = {"description": "A failure", "content": {PROBLEM: {"schema": reference}}}
        self.spec.components.schema("Problem", schema=ProblemSchema)
        for name in ("DEFAULT_ERROR", "UNPROCESSABLE_ENTITY"):
            self.spec.components.response(name, body)


def install(app: Flask) -> ProblemApi:
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
    api = ProblemApi(app, spec_kwargs={"marshmallow_plugin": plugin})
    assert plugin.converter is not None  # noqa: S101 - the line above has made it
    plugin.converter.add_attribute_function(_property)
    api.register_converter(IdConverter, lambda _converter: ID)
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


def _property(_converter: Any, field: Any, ret: dict[str, Any]) -> dict[str, Any]:
    """Describe our own fields, and patterns as every language reads them."""
    found = dict(ID) if isinstance(field, Id) else dict(getattr(field, "described_as", {}))
    if field.allow_none and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    if (pattern := ret.get("pattern")) and not pattern.startswith("^"):
        found["pattern"] = f"^(?:{pattern.removesuffix(chr(92) + 'Z')})$"
    return found


def complete(app: Flask, api: Api) -> None:
    """Say of each operation what no feature need repeat: its name, its failures, its guard."""
    for endpoint, operation in operations_of(app, api):
        operation["operationId"] = endpoint.replace("-api.", ".")
        operation["responses"].setdefault("default", FAILURE)
        if guard_of(app, endpoint) == PUBLIC:
            operation["security"] = []
    for path in api.spec._paths.values():  # noqa: SLF001 - apispec has no other way in
        for parameter in path.get("parameters", []):
            if parameter["name"] == "slug":
                parameter["schema"] = SLUG


def operations_of(app: Flask, api: Api) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the endpoint and the description of every operation of the API."""
    paths = api.spec._paths  # noqa: SLF001 - as above
    for rule in app.url_map.iter_rules():
        described = paths.get(FlaskPlugin.flaskpath2openapi(rule.rule), {})
        for method in map(str.lower, rule.methods or ()):
            if method in METHODS and method in described:
                yield rule.endpoint, described[method]


def no_content() -> Response:
    """Return an empty 204."""
    return Response(status=204)
