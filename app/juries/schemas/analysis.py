"""What programs get of calibration and analysis."""

from marshmallow import Schema, fields

from app.web.forms import Form


class ExportAsked(Form):
    """What somebody asks of an export: names beside the pseudonyms."""

    names = fields.Boolean(load_default=False)


class PlaceSchema(Schema):
    """A proposal's place by the model; scores on the scale 0 to 5."""

    proposal_id = fields.String(attribute="proposal")
    rank = fields.Integer()
    score = fields.Decimal(as_string=True)
    error = fields.Decimal(as_string=True)
    best = fields.Decimal(as_string=True)
    rank_from = fields.Integer()
    rank_to = fields.Integer()


class OffsetSchema(Schema):
    """How harsh or lenient a juror is, on the scale 0 to 5."""

    juror_id = fields.String(attribute="juror")
    marks = fields.Integer()
    offset = fields.Decimal(as_string=True)
    error = fields.Decimal(as_string=True)
    spread = fields.Decimal(as_string=True, allow_none=True)


class WinnerSchema(Schema):
    """How sure the first place is, and what further scores would tell."""

    first = fields.String()
    second = fields.String()
    best = fields.Decimal(as_string=True)
    ahead = fields.Decimal(as_string=True)
    rank_from = fields.Integer()
    rank_to = fields.Integer()
    is_separable = fields.Boolean()
    more_each = fields.Integer(allow_none=True)
    next_score = fields.String()


class RefusalSchema(Schema):
    """Why there is no calibration."""

    code = fields.String()
    found = fields.Integer()
    needed = fields.Integer()
    reason = fields.String()


class ModelSchema(Schema):
    """What the model makes of the scorecards, beside the plain mean."""

    level = fields.Decimal(as_string=True)
    juror_share = fields.Decimal(as_string=True)
    proposal_share = fields.Decimal(as_string=True)
    needs_correction = fields.Boolean()
    winner = fields.Nested(WinnerSchema)
    places = fields.List(fields.Nested(PlaceSchema))
    offsets = fields.List(fields.Nested(OffsetSchema))


class AgreementSchema(Schema):
    """How far the jurors agree."""

    marks = fields.Integer()
    alpha = fields.Decimal(as_string=True, allow_none=True)
    icc = fields.Decimal(as_string=True, allow_none=True)


class WithoutSchema(Schema):
    """The result without one juror."""

    juror_id = fields.String(attribute="juror")
    winners = fields.List(fields.String(), attribute="result.winners")
    same_winner = fields.Boolean()
    same_shortlist = fields.Boolean()


class ReweighedSchema(Schema):
    """The result with one weight a tenth more, or less."""

    criterion = fields.String()
    is_more = fields.Boolean()
    winners = fields.List(fields.String(), attribute="result.winners")
    same_winner = fields.Boolean()


class FavourSchema(Schema):
    """How far marks for one's own side lie above the model, on the scale 0 to 5."""

    kind = fields.String()
    marks = fields.Integer()
    above = fields.Decimal(as_string=True, allow_none=True)
    error = fields.Decimal(as_string=True, allow_none=True)
    is_notable = fields.Boolean()


class AnalysisSchema(Schema):
    """How far the result of a challenge carries; either a model or a refusal."""

    model = fields.Nested(ModelSchema, attribute="beside.model", allow_none=True)
    refusal = fields.Nested(RefusalSchema, attribute="beside.refusal", allow_none=True)
    agreement = fields.Nested(AgreementSchema, attribute="analysis.agreement")
    without = fields.List(fields.Nested(WithoutSchema), attribute="analysis.without")
    reweighed = fields.List(fields.Nested(ReweighedSchema), attribute="analysis.reweighed")
    favours = fields.List(fields.Nested(FavourSchema), attribute="analysis.favours")
