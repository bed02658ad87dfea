"""An error summary names its fields, though it stands before them.

While a form is written its fields note their labels; when it is complete they go into the summary.
"""

import re

from flask import Flask, g
from markupsafe import Markup, escape

_PLACE = re.compile(r'<span data-label-of="([^"]*)"></span>([^<]*)')


def install(app: Flask) -> None:
    """Give templates a way to note labels and to put them where they belong."""
    app.jinja_env.globals.update(note_label=note_label, label_place=label_place)
    app.jinja_env.filters.update(with_labels=with_labels)


def note_label(name: str, label: str) -> None:
    """Remember how a field of the form that is being written is called."""
    g.setdefault("form_labels", {})[name] = label


def label_place(name: str) -> Markup:
    """Return what keeps the place of a field's label until it is known."""
    return Markup('<span data-label-of="{}"></span>').format(name)


def with_labels(form: Markup) -> Markup:
    """Write the labels of a form's fields before those messages that do not say them."""
    labels = g.pop("form_labels", {})

    def name(place: re.Match[str]) -> str:
        label, message = str(escape(labels.get(place[1], ""))), place[2]
        is_said = label.casefold() in message.casefold()
        return message if is_said else f"{label}: {message}"

    return Markup(_PLACE.sub(name, form))  # noqa: S704 - a form's own HTML, the labels escaped
