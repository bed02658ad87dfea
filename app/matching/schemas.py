"""What is sent to matching, and what it answers."""

from typing import Any

from marshmallow import Schema, fields

from app.challenges.schemas import ChallengeSummary
from app.matching.rules import Answer
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id

PER_PAGE = 50


class SuggestionQuery(Form):
    """Which suggestions, in which order."""

    theme = Text(20, load_default="")
    sort = fields.String(load_default="score")
    page = Count(1, 10_000, load_default=1, allow_none=False)


class CandidateQuery(Form):
    """Which page of the organisations that suit a challenge."""

    page = Count(1, 10_000, load_default=1, allow_none=False)


class InviteToChallenge(Form):
    """The organisation that is invited."""

    organisation_id = Id(required=True)


class AnswerToInvitation(Form):
    """What an organisation says to an invitation."""

    answer = Choice(Answer, required=True, allow_none=False)


class Wish(Form):
    """Whether an organisation wants to be invited to challenges."""

    wanted = fields.Boolean(load_default=False)


class ReasonOut(Schema):
    """One kind of evidence, with the words or codes that both sides share."""

    kind = fields.Function(lambda reason: reason[0])
    what = fields.Function(lambda reason: reason[1])


class SuggestionOut(Schema):
    """A challenge that suits an organisation."""

    score = fields.Integer()
    reasons = fields.List(fields.Nested(ReasonOut))
    challenge = fields.Nested(ChallengeSummary)


class SuggestionList(Schema):
    """The challenges that suit an organisation."""

    items = fields.List(fields.Nested(SuggestionOut))


class InvitationToChallengeOut(Schema):
    """An invitation to a challenge."""

    id = Id()
    challenge_id = Id()
    challenge = fields.String(attribute="challenge.title")
    owner = fields.String(attribute="challenge.owner_organisation.name")
    organisation_id = Id()
    organisation = fields.String(attribute="organisation.name")
    invited_at = fields.AwareDateTime(format="iso")
    answer = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)


class InvitationsToChallenges(Schema):
    """The invitations of an organisation, and whether it wants more."""

    wanted = fields.Boolean()
    items = fields.List(fields.Nested(InvitationToChallengeOut))


class CandidateOut(Schema):
    """An organisation of the directory that suits a challenge."""

    organisation_id = Id(attribute="organisation.id")
    name = fields.String(attribute="organisation.name")
    kind = fields.String(attribute="organisation.kind")
    country = fields.String(attribute="organisation.country")
    score = fields.Integer(attribute="suggestion.score")
    reasons = fields.List(fields.Nested(ReasonOut), attribute="suggestion.reasons")
    invited_at = fields.AwareDateTime(
        attribute="invitation.invited_at", format="iso", dump_default=None
    )
    answer = fields.String(attribute="invitation.answer", dump_default=None)


class CandidateList(Schema):
    """The organisations of the directory that suit a challenge."""

    left_today = fields.Integer()
    items = fields.List(fields.Nested(CandidateOut))


class SuitedOut(Schema):
    """How many organisations suit a challenge."""

    challenge_id = Id(attribute="challenge.id")
    challenge = fields.String(attribute="challenge.title")
    organisations = fields.Integer()
    invited = fields.Integer()
    interested = fields.Integer()


class UnsuitedOut(Schema):
    """A member of your clusters that no challenge suits."""

    organisation_id = Id(attribute="id")
    name = fields.String()
    country = fields.String()


class MatchingOut(Schema):
    """Where matching finds nobody: challenges with their numbers, and members."""

    challenges = fields.List(fields.Nested(SuitedOut))
    members = fields.List(fields.Nested(UnsuitedOut))


def offset_of(query: dict[str, Any]) -> int:
    """Return after how many items a page begins."""
    return int((query["page"] - 1) * PER_PAGE)
