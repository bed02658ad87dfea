"""Documents of a challenge with their tiers, agreements, accesses and openings"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UTCDateTime

revision = "0051_documents"
down_revision = "0050_screening"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _accesses()
    _openings()


def _id():
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False)


def _number(name, *, nullable=False):
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _leads(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _documents() -> None:
    table = "challenge_document"
    op.create_table(
        table,
        _id(),
        _number("challenge_id"),
        _number("file_id", nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("tier", sa.String(12), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        _leads(table, "challenge_id", "challenge"),
        _leads(table, "file_id", "stored_file"),
        sa.CheckConstraint(
            "tier in ('public', 'registered', 'agreement', 'closed')", name="known_tier"
        ),
        sa.CheckConstraint("(file_id is null) <> (text is null)", name="file_or_text"),
    )
    op.create_index("ix_challenge_document_challenge_id", table, ["challenge_id"])
    op.create_table(
        "challenge_agreement",
        _id(),
        _number("challenge_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        _leads("challenge_agreement", "challenge_id", "challenge"),
        sa.UniqueConstraint("challenge_id", "version", name="uq_challenge_agreement_version"),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
    )


def _accesses() -> None:
    table = "document_access"
    op.create_table(
        table,
        _id(),
        *map(_number, ("challenge_id", "organisation_id", "asked_by_id")),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        _leads(table, "challenge_id", "challenge"),
        _leads(table, "organisation_id", "organisation"),
        _leads(table, "asked_by_id", "person"),
        sa.UniqueConstraint(
            "challenge_id", "organisation_id", name="uq_document_access_challenge_organisation"
        ),
        sa.CheckConstraint(
            "state in ('asked', 'confirmed', 'refused', 'withdrawn')", name="known_state"
        ),
    )
    op.create_index("ix_document_access_organisation_id", table, ["organisation_id"])
    table = "agreement_acceptance"
    op.create_table(
        table,
        _id(),
        *map(_number, ("agreement_id", "access_id", "person_id")),
        sa.Column("accepted_at", UTCDateTime(), nullable=False),
        _leads(table, "agreement_id", "challenge_agreement"),
        _leads(table, "access_id", "document_access"),
        _leads(table, "person_id", "person"),
        sa.UniqueConstraint(
            "agreement_id", "access_id", "person_id", name="uq_agreement_acceptance_person"
        ),
    )
    op.create_index("ix_agreement_acceptance_access_id", table, ["access_id"])


def _openings() -> None:
    table = "document_opening"
    op.create_table(
        table,
        _id(),
        *map(_number, ("document_id", "person_id")),
        _number("organisation_id", nullable=True),
        sa.Column("tier", sa.String(12), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        _leads(table, "document_id", "challenge_document"),
        _leads(table, "person_id", "person"),
        _leads(table, "organisation_id", "organisation"),
    )
    op.create_index("ix_document_opening_document_id", table, ["document_id"])


def downgrade() -> None:
    op.drop_table("document_opening")
    op.drop_table("agreement_acceptance")
    op.drop_table("document_access")
    op.drop_table("challenge_agreement")
    op.drop_table("challenge_document")
