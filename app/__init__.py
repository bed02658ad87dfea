"""Innoday's web application.

`create_app` puts the extensions and the features together.
Everything else lives in `core`, `web` or one package per feature.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config as configuration
from app import features
from app.core import files
from app.core.commands import audit_commands, file_commands, job_commands
from app.core.db import db, engine_options, install_engine_events
from app.core.worker.command import worker
from app.web import (
    arrival,
    assets,
    csrf,
    description,
    failures,
    guards,
    headers,
    i18n,
    idempotency,
    openapi,
    proof,
    site,
    summary,
    templating,
    work_api,
    work_pages,
)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application with the environment's settings, or with those given."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.jinja_environment = templating.SharedGlobals
    app.config.update(configuration.settings(), **(config or {}))
    _install_database(app)
    i18n.install(app)
    templating.install(app)
    summary.install(app)
    failures.install(app)
    headers.install(app)
    guards.install(app)
    csrf.install(app)
    proof.install(app)
    app.register_blueprint(site.blueprint)
    app.register_blueprint(work_pages.blueprint)
    api = openapi.install(app)
    api.register_blueprint(work_api.blueprint, url_prefix=openapi.PREFIX)
    features.install(app, api)
    openapi.complete(app, api)
    idempotency.install(app, api)
    for command in (worker, job_commands, audit_commands, file_commands, description.describe):
        app.cli.add_command(command)
    _install_static_files(app)
    _believe_proxies(app, app.config["PROXIES"])
    arrival.install(app)
    return app


def _install_database(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    files.install(app)
    Migrate(app, db, directory="migrations", render_as_batch=True)
    with app.app_context():
        install_engine_events(db.engine, synchronous=app.config["SQLITE_SYNCHRONOUS"])


def _install_static_files(app: Flask) -> None:
    """Serve `app/static` before Flask is asked; hashed names may be kept for ever."""
    served = WhiteNoise(
        app.wsgi_app,
        root=assets.STATIC,
        prefix="static/",
        allow_all_origins=False,
        add_headers_function=headers.static_headers,
        autorefresh=app.debug or app.testing,
        max_age=3600,
        immutable_file_test=assets.is_immutable,
    )
    app.wsgi_app = served  # type: ignore[method-assign]  # Flask's own way to wrap it


def _believe_proxies(app: Flask, count: int) -> None:
    """Take the visitor's address, scheme and host from the proxies that stand before us."""
    if count:
        believing = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = believing  # type: ignore[method-assign]  # Flask's own way to wrap it
