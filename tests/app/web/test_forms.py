"""How forms read what they are sent."""

import pytest
from marshmallow import ValidationError, fields

from app.badges.rules.sheets import SheetFormat
from app.web.fields import Choice, Count, Text
from app.web.forms import Form
from app.web.paging import PageQuery


class Sheet(Form):
    layout = Choice(SheetFormat, load_default=SheetFormat.A6)
    copies = Count(1, 9)
    name = Text(20)
    loud = fields.Boolean(load_default=False)


def test_what_is_null_or_empty_gets_its_default_and_else_is_none():
    sent = {"layout": None, "copies": None, "name": " ", "loud": None}
    read = {"layout": SheetFormat.A6, "copies": None, "name": None, "loud": False}
    assert Sheet().load(sent) == read
    assert Sheet().load({"layout": ""})["layout"] is SheetFormat.A6


def test_a_change_leaves_alone_what_is_null_but_has_a_default():
    assert Sheet(partial=True).load({"layout": None, "name": None}) == {"name": None}


def test_an_empty_limit_is_the_usual_one():
    assert PageQuery().load({"limit": "", "cursor": ""}) == {"limit": 50, "cursor": None}


@pytest.mark.parametrize("sent", [None, [], "x", 5, {5: 6}, {"name": []}, {"name": {"a": 1}}])
def test_what_is_no_form_is_refused(sent):
    with pytest.raises(ValidationError):
        Sheet().load(sent)


@pytest.mark.parametrize("text", ["a\0b", "\ud83d"])
def test_what_cannot_be_stored_is_refused(text):
    with pytest.raises(ValidationError, match="cannot be stored"):
        Sheet().load({"name": text})
