"""The one explicit list of features: their pages, API, words, commands and reactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from flask import Flask
from flask_smorest import Api

from app.web.openapi import PREFIX
from app.web.words import add_words

# From the ground up: a feature may use those before it, never those after it.
FEATURES = (
    "identity",
    "events",
    "challenges",
    "proposals",
    "juries",
    "tickets",
    "checkin",
    "reports",
    "notifications",
)
PARTS = ("models", "policies", "messages", "pages", "api", "subscribers", "cli")


@dataclass(frozen=True)
class Feature:
    """A feature's parts by name; it has only those that it needs."""

    name: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, name: str) -> "Feature":
        """Import the parts that exist."""
        found = {}
        for part in PARTS:
            module = f"app.{name}.{part}"
            try:
                found[part] = import_module(module)
            except ModuleNotFoundError as error:
                if error.name not in (module, f"app.{name}"):
                    raise
        return cls(name, found)


def install(app: Flask, api: Api) -> None:
    """Register every feature with the application."""
    for feature in map(Feature.load, FEATURES):
        parts = feature.parts
        if "messages" in parts:
            add_words(parts["messages"].MESSAGES)
        if "pages" in parts:
            app.register_blueprint(parts["pages"].blueprint)
        if "api" in parts:
            api.register_blueprint(parts["api"].blueprint, url_prefix=PREFIX)
        if "cli" in parts:
            app.cli.add_command(parts["cli"].commands)
