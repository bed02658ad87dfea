"""The API of what the person behind a token agreed to, and of the copy of their data."""

from typing import Any

from app.identity.queries import get_person
from app.privacy.api.frame import blueprint
from app.privacy.messages import wording_of
from app.privacy.queries import describe_log
from app.privacy.queries.copies import get_export
from app.privacy.queries.events import known_event_id
from app.privacy.rules.purposes import Channel, Purpose, Reply
from app.privacy.schemas import ConsentForm, ConsentOut, ExportOut
from app.privacy.services import consenting
from app.web.guards import actor, token, writes


@blueprint.route("/me/consents")
@blueprint.response(200, ConsentOut(many=True))
@token
def list_consents() -> Any:
    """List your last answer to each purpose of each event, the newest first."""
    return describe_log(get_person(actor().person_id))


@blueprint.route("/me/consents", methods=["POST"])
@blueprint.arguments(ConsentForm)
@blueprint.response(201, ConsentOut)
@token
@writes
def answer_consent(data: dict[str, Any]) -> Any:
    """Agree to a purpose, or withdraw; the last answer counts."""
    language, text = wording_of(Purpose(data["purpose"]))
    event_id = known_event_id(actor(), data["event_id"])
    reply = Reply(
        purpose=Purpose(data["purpose"]),
        language=language,
        text=text,
        event_id=event_id,
        is_given=data["is_given"],
        channel=Channel.API,
    )
    return consenting.answer(actor(), reply)


@blueprint.route("/me/exports/<id:export_id>")
@blueprint.response(200, ExportOut)
@token
def get_own_export(export_id: int) -> Any:
    """Say how far a copy is."""
    return get_export(actor(), export_id)
