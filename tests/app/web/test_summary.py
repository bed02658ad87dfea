"""Error summaries: each message names its field, though the fields come later."""

import re

from flask import render_template_string

FORM = """{% import "layout/forms.html" as forms %}{% call forms.form(method="get") %}
{{ forms.error_summary(errors, focus=false) }}
{{ forms.text("title", "Title & more") }}
{{ forms.radios("kind", "What it is", [(1, "An idea")]) }}
{{ forms.select("country", "Country", [(1, "Latvia")]) }}
{% endcall %}"""


def links_of(app, errors):
    with app.test_request_context("/"):
        page = render_template_string(FORM, errors=errors)
    return re.findall("<li>.*?</li>", page)


def test_the_label_stands_before_the_message(app):
    assert links_of(app, {"title": ["Fill this in."], "kind": ["Choose one."]}) == [
        '<li><a href="#f-title">Title &amp; more: Fill this in.</a></li>',
        '<li><a href="#f-kind">What it is: Choose one.</a></li>',
    ]


def test_a_label_that_the_message_says_is_not_said_twice(app):
    assert links_of(app, {"country": ["Choose a country."]}) == [
        '<li><a href="#f-country">Choose a country.</a></li>'
    ]


def test_messages_without_a_field_stand_alone(app):
    assert links_of(app, {"": ["The call is closed."], "other": ["Too late."]}) == [
        "<li>The call is closed.</li>",
        '<li><a href="#f-other">Too late.</a></li>',
    ]
