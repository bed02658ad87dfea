"""What people send to add a passkey, to take their second step and to prove who they are."""

from marshmallow import Schema, fields

from app.web.fields import Text
from app.web.forms import Form, Id

LONGEST_ANSWER = 20_000


class Credential(Form):
    """What a browser says for a passkey."""

    credential = Text(LONGEST_ANSWER, required=True)


class NewPasskey(Credential):
    """A passkey that was made, and what its owner calls it."""

    name = Text(100, required=True)


class PasskeyName(Form):
    """What the owner of a passkey calls it."""

    name = Text(100, required=True)


class Code(Form):
    """A code of an authenticator app, or one from the paper."""

    code = Text(40, required=True)


class Proof(Form):
    """The password, asked for again, with the code of who has a second step."""

    password = Text(200, required=True)
    code = Text(40)


class PasskeyOut(Schema):
    """A passkey, as far as anybody may know it."""

    id = Id()
    name = fields.String()
    is_backed_up = fields.Boolean()
    created_at = fields.AwareDateTime(format="iso")
    used_at = fields.AwareDateTime(format="iso", allow_none=True)


class SecondStepOut(Schema):
    """Whether a second step is on, and how many recovery codes are left."""

    has_app = fields.Boolean()
    codes_left = fields.Integer()


class ExternalIdentityOut(Schema):
    """An account elsewhere that opens this one."""

    id = Id()
    issuer = fields.String()
    created_at = fields.AwareDateTime(format="iso")
    used_at = fields.AwareDateTime(format="iso", allow_none=True)
