"""What people and programs send about proposals, and what programs get."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from app.challenges.schemas import Words
from app.identity.rules import OrganisationKind
from app.identity.schemas import Email, Website
from app.web.fields import Choice, Count, Country, MarkdownText, Text, Version
from app.web.forms import Form, Id

MAX_ANSWERS = 20
OF_AUTHORS = "Of the draft, for its authors; null for others."


class StartProposal(Form):
    """For which organisation a proposal is started."""

    organisation_id = Id(allow_none=True)


class ProposalFields(Form):
    """Everything that a proposal's editor holds; a draft may leave out any of it."""

    title = Text(160)
    summary = MarkdownText(4000)
    trl = Count(1, 9)
    partners = MarkdownText(4000)
    partner_countries = Words(of_countries=True)
    has_research_partner = fields.Boolean()
    video = Website()
    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(allow_none=True, validate=validate.Length(max=40_000)),
        validate=validate.Length(max=MAX_ANSWERS),
    )


class ProposalDraft(ProposalFields):
    """A saved draft: what was typed, and the version that it was typed into."""

    version = Version(required=True)


class TakenVersion(Form):
    """The version of the proposal that was read, where that matters."""

    version = Version(allow_none=True)


class Submit(Form):
    """What is handed in: the version that was checked, and the link to the owner's group.

    A program may leave the link out; it is then shown as not said.
    """

    version = Version(allow_none=True)
    owner_link = fields.String(allow_none=True, validate=validate.OneOf(["no", "yes"]))
    owner_link_how = Text(500)


class SubmitOnPage(Submit):
    """The same from a page, which asks for the link."""

    owner_link = fields.String(required=True, validate=validate.OneOf(["no", "yes"]))


class Withdrawal(Form):
    """Why a proposal is taken back."""

    reason = Text(1000, required=True)


class Screening(Form):
    """Whether a proposal is eligible, and why."""

    state = fields.String(required=True, validate=validate.OneOf(["eligible", "ineligible"]))
    reason = Text(1000)


class ConsortiumPartnerForm(Form):
    """An organisation that shall make a proposal too, and the address that is asked."""

    name = Text(200, required=True)
    country = Country(required=True)
    kind = Choice(OrganisationKind, required=True)
    part = Text(300, load_default="")
    email = Email(required=True)


class ConsortiumPartnerOut(Schema):
    """A partner of a proposal; it counts once it is confirmed."""

    id = Id()
    name = fields.String()
    country = fields.String()
    kind = fields.String()
    part = fields.String()
    organisation_id = Id(allow_none=True)
    confirmed_at = fields.AwareDateTime(format="iso", allow_none=True)


class UploadedFile(Schema):
    """A file that is sent."""

    file = Upload(required=True)


class FileSchema(Schema):
    """A stored file as programs get it."""

    id = Id(attribute="file.id")
    name = fields.String(attribute="file.filename")
    content_type = fields.String(attribute="file.content_type")
    size = fields.Integer(attribute="file.size")
    sha256 = fields.String(attribute="file.sha256")


class OrganisationName(Schema):
    """An organisation by name."""

    id = Id()
    name = fields.String()
    country = fields.String()


class ProposalSummary(Schema):
    """A proposal in a list."""

    id = Id()
    challenge_id = Id()
    organisation = fields.Nested(OrganisationName)
    title = fields.String()
    state = fields.String()
    submitted_at = fields.AwareDateTime(allow_none=True)


class ProposalSchema(ProposalSummary):
    """A whole proposal: for its authors as it is, for others as it was handed in last."""

    summary = fields.String()
    answers = fields.Dict(keys=fields.String(), values=fields.String())
    trl = fields.Integer(allow_none=True)
    partners = fields.String()
    partner_countries = fields.List(fields.String())
    has_research_partner = fields.Boolean()
    video = fields.String()
    applicant = fields.Dict(allow_none=True)
    version = fields.Integer(allow_none=True, metadata={"description": OF_AUTHORS})
    saved_at = fields.AwareDateTime(allow_none=True, metadata={"description": OF_AUTHORS})
    reason = fields.String()
    feedback = fields.String()
    files = fields.List(fields.Nested(FileSchema))


class ReceiptSchema(Schema):
    """Proof of a submission: when, which content by its hash, and the content itself."""

    proposal_id = Id()
    number = fields.Integer()
    submitted_at = fields.AwareDateTime()
    submitted_by = fields.String(attribute="submitted_by.name")
    sha256 = fields.String()
    content = fields.Dict()


class StepOut(Schema):
    """One step of a proposal's way: when it was, until when it can be done, or by which day."""

    code = fields.String()
    state = fields.String()
    at = fields.AwareDateTime(format="iso", allow_none=True)
    until = fields.AwareDateTime(format="iso", allow_none=True)
    on = fields.Date(allow_none=True)


class StandingOut(Schema):
    """Where one of your proposals stands, and what comes next."""

    id = Id()
    challenge_id = Id(attribute="proposal.challenge_id")
    title = fields.String(attribute="proposal.title")
    state = fields.String()
    steps = fields.List(fields.Nested(StepOut))
    next = fields.Nested(StepOut, allow_none=True)


class StandingPage(Schema):
    """One page of where proposals stand."""

    items = fields.List(fields.Nested(StandingOut))
    next_cursor = fields.String(allow_none=True)


class ProposalPage(Schema):
    """One page of proposals."""

    items = fields.List(fields.Nested(ProposalSummary))
    next_cursor = fields.String(allow_none=True)


def answer_fields(sent: dict[str, Any]) -> dict[str, str]:
    """Return the answers among a form's fields: `answer-solution` answers `solution`."""
    start = "answer-"
    return {name[len(start) :]: text for name, text in sent.items() if name.startswith(start)}
