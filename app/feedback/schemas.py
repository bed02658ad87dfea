"""What people and programs send and get after the decision."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.feedback.rules.certificates import shown_code
from app.feedback.rules.replying import MOST_REASONS, Finding, ReplyKind
from app.feedback.rules.wording import Wording
from app.web.fields import Choice, Count, MarkdownText, Text, Version
from app.web.forms import Form, Id
from app.web.papers import PaperSchema


class LetterForm(Form):
    """A letter as an organiser words it; `version` is that of the decision it goes with."""

    version = Version(required=True)
    feedback = Text(8000, load_default=None)
    reasons = fields.List(
        fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=MOST_REASONS)
    )
    accept_reason = Text(500, load_default=None)

    @post_load
    def word(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        wording = Wording(
            feedback=data["feedback"] or "",
            reasons=tuple(data.get("reasons") or ()),
            accept_reason=data["accept_reason"] or "",
        )
        return {"wording": wording, "version": data["version"]}


class LettersForm(Form):
    """The days to reply, and an event's own reasons, one a line."""

    reply_days = Count(1, 60, required=True)
    reasons = Text(8000, load_default=None)


class LettersIn(Form):
    """The days to reply, and an event's own reasons."""

    reply_days = Count(1, 60, required=True)
    reasons = fields.List(
        Text(200, required=True), validate=validate.Length(max=MOST_REASONS), load_default=list
    )


class OutcomeReplyForm(Form):
    """What authors say to the outcome of their proposal."""

    kind = Choice(ReplyKind, required=True)
    text = MarkdownText(10_000, required=True)


class ReaderForm(Form):
    """To whom a reply is given."""

    person_id = Id(required=True)


class SettleForm(Form):
    """What came of a reply, and why."""

    finding = Choice(Finding, required=True)
    answer = Text(4000, required=True)


class CodeForm(Form):
    """The code of a certificate, however it is typed."""

    code = Text(40, load_default=None)


class LetterLeak(Schema):
    """What leaks from a letter, and where."""

    kind = fields.String()
    part = fields.String()
    text = fields.String()
    place = fields.String()


class LetterLine(Schema):
    """A criterion with the level that the jury gave, and what that means."""

    key = fields.String()
    name = fields.String()
    level = fields.Integer(allow_none=True)
    words = fields.String()
    is_agreed = fields.Boolean()


class LetterDraft(Schema):
    """A letter before it goes out."""

    proposal_id = Id()
    title = fields.String()
    organisation = fields.String()
    outcome = fields.String(attribute="decision.outcome", dump_default=None)
    feedback = fields.String(attribute="decision.feedback", dump_default=None)
    version = fields.Integer(attribute="decision.version", dump_default=0)
    reasons = fields.List(fields.String(), attribute="letter.reasons", dump_default=list)
    levels = fields.List(fields.Nested(LetterLine), attribute="lines")
    leaks = fields.List(fields.Nested(LetterLeak))
    is_ready = fields.Boolean()


class LetterDraftList(Schema):
    """The letters of a challenge, by rank."""

    items = fields.List(fields.Nested(LetterDraft))


class LettersArranged(Schema):
    """How an event words its letters, and how long it takes replies."""

    reply_days = fields.Integer()
    reasons = fields.List(fields.String())


class OutcomeReplyOut(Schema):
    """What authors replied to an outcome, and what came of it."""

    id = Id()
    proposal_id = Id()
    kind = fields.String()
    text = fields.String()
    sent_at = fields.AwareDateTime()
    state = fields.String()
    finding = fields.String(allow_none=True)
    answer = fields.String()
    answered_at = fields.AwareDateTime(allow_none=True)


class RoutedReply(OutcomeReplyOut):
    """The same, as those who decide get it: with whom it was given to."""

    reader_id = Id(allow_none=True)


class OutcomeReplyPage(Schema):
    """One page of replies."""

    items = fields.List(fields.Nested(RoutedReply))
    next_cursor = fields.String(allow_none=True)


class ReaderCandidate(Schema):
    """Somebody who might answer a reply, and what speaks against it."""

    person_id = Id()
    name = fields.String()
    role = fields.String()
    judged = fields.Boolean()
    is_tied = fields.Boolean()
    decided = fields.Boolean()
    may_read = fields.Boolean()


class ReaderCandidateList(Schema):
    """Everybody who might answer a reply."""

    items = fields.List(fields.Nested(ReaderCandidate))


class CertificateSchema(Schema):
    """A certificate as anybody may check it."""

    kind = fields.String()
    code = fields.Function(lambda one: shown_code(one.code))
    organisation = fields.String(attribute="proposal.organisation.name")
    challenge = fields.String(attribute="proposal.challenge.title")
    event = fields.String(attribute="proposal.challenge.event.name")
    issued_at = fields.AwareDateTime()


class OutcomeFeedback(Schema):
    """A letter as the authors of a proposal were told it."""

    proposal_id = Id()
    outcome = fields.String()
    feedback = fields.String()
    levels = fields.List(fields.Nested(LetterLine))
    reasons = fields.List(fields.String())
    told_at = fields.AwareDateTime()
    reply_until = fields.AwareDateTime()
    reply = fields.Nested(OutcomeReplyOut, allow_none=True)
    papers = fields.List(fields.Nested(PaperSchema))
    certificates = fields.List(fields.Nested(PaperSchema))
