"""CTFd 3.8.7 and CVE-2018-17175 (marshmallow): answers held fields that were nobody's to see.

`tests/access/keys.txt` is the table of what an answer may have, and `tests/access` asks for more.
"""

from marshmallow import Schema, fields

from tests.access.table import read_keys

OPENS = {"password", "password_hash", "secret", "secret_hash", "salt", "token", "link"}
# What is made for the asker just now, and is shown once.
SHOWN_ONCE = {
    "POST   /api/v1/events/<slug>/orders link",
    "POST   /api/v1/me/tokens secret",
    "POST   /api/v1/rounds/<id:round_id>/codes link",
}
# What opens nothing without letters that are on no answer.
OF_NO_USE_ALONE = {"GET    /api/v1/devices/me/people salt"}


class TwoFields(Schema):
    one = fields.Integer()
    two = fields.Integer()


def test_a_schema_of_no_field_gives_none():
    assert TwoFields(only=()).dump({"one": 1, "two": 2}) == {}


def test_no_answer_may_have_what_opens_something():
    found = {
        f"{question} {key}"
        for question, roles in read_keys().items()
        for keys in roles.values()
        for key in keys
        if key.rpartition(".")[2] in OPENS
    }
    assert found == SHOWN_ONCE | OF_NO_USE_ALONE
