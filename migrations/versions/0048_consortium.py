"""Who makes a proposal together, and the invitations that ask them"""

import sqlalchemy as sa
from alembic import op

revision = "0048_consortium"
down_revision = "0047_matching"
branch_labels = None
depends_on = None

KEY = "uq_invitation_event_email"
IS_NO_TEAM = "purpose <> 'team'"
IS_OF_ONE_KIND = "purpose NOT IN ('team', 'consortium')"


def upgrade() -> None:
    op.create_table(
        "proposal_partner",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(400), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("part", sa.String(300), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_partner_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_proposal_partner_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["person.id"],
            name=op.f("fk_proposal_partner_confirmed_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_partner")),
        sa.UniqueConstraint(
            "proposal_id", "organisation_id", name="uq_proposal_partner_proposal_organisation"
        ),
        sa.UniqueConstraint("proposal_id", "name_key", name="uq_proposal_partner_proposal_name"),
    )
    for column in ("organisation_id", "confirmed_by_id", "invitation_id"):
        op.create_index(f"ix_proposal_partner_{column}", "proposal_partner", [column])
    _key(IS_OF_ONE_KIND)


def downgrade() -> None:
    op.execute("DELETE FROM invitation WHERE purpose = 'consortium'")
    _key(IS_NO_TEAM)
    for column in ("organisation_id", "confirmed_by_id", "invitation_id"):
        op.drop_index(f"ix_proposal_partner_{column}", "proposal_partner")
    op.drop_table("proposal_partner")


def _key(condition: str) -> None:
    op.drop_index(KEY, "invitation")
    where = {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
    op.create_index(KEY, "invitation", ["purpose", "event_id", "email_key"], unique=True, **where)
