"""The pool of experts, and the invitations into it"""

import sqlalchemy as sa
from alembic import op

revision = "0061_experts"
down_revision = "0060_judging_rounds"
branch_labels = None
depends_on = None

PLACE = "ck_invitation_place_given"


def upgrade() -> None:
    op.create_table(
        "expert_profile",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("helix", sa.String(10), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.String(12), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("consent_text", sa.String(1000), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "shared_with IN ('own', 'partnership')",
            name=op.f("ck_expert_profile_shared_with_known"),
        ),
        sa.CheckConstraint(
            "helix IN ('business', 'research', 'public', 'society')",
            name=op.f("ck_expert_profile_helix_known"),
        ),
        _key("expert_profile", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_expert_profile"),
        sa.UniqueConstraint("person_id", name="uq_expert_profile_person"),
    )
    op.create_index("ix_expert_profile_country", "expert_profile", ["country"])
    _create_parts()
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f(PLACE), type_="check")
        batch.create_check_constraint(
            op.f(PLACE), "(event_id IS NULL) = (purpose IN ('membership', 'joining', 'expert'))"
        )
    where = sa.text("purpose = 'expert'")
    op.create_index(
        "uq_invitation_expert_email",
        "invitation",
        ["organisation_id", "email_key"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _create_parts() -> None:
    op.create_table(
        "expert_label",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(120), nullable=False),
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _key("expert_label", "profile_id", "expert_profile"),
        sa.PrimaryKeyConstraint("id", name="pk_expert_label"),
        sa.UniqueConstraint("profile_id", "kind", "code", name="uq_expert_label_profile_kind_code"),
    )
    op.create_index("ix_expert_label_kind_code", "expert_label", ["kind", "code", "profile_id"])
    op.create_table(
        "expert_employer",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "until_year >= from_year", name=op.f("ck_expert_employer_years_in_order")
        ),
        _key("expert_employer", "profile_id", "expert_profile"),
        _key("expert_employer", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_expert_employer"),
    )
    for column in ("profile_id", "organisation_id"):
        op.create_index(f"ix_expert_employer_{column}", "expert_employer", [column])
    op.create_table(
        "expert_place",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        _key("expert_place", "profile_id", "expert_profile"),
        _key("expert_place", "cluster_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_expert_place"),
        sa.UniqueConstraint("profile_id", "cluster_id", name="uq_expert_place_profile_cluster"),
    )
    op.create_index("ix_expert_place_cluster_id", "expert_place", ["cluster_id"])


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM invitation WHERE purpose = 'expert'"))
    op.drop_index("uq_invitation_expert_email", "invitation")
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f(PLACE), type_="check")
        batch.create_check_constraint(
            op.f(PLACE), "(event_id IS NULL) = (purpose IN ('membership', 'joining'))"
        )
    for table in ("expert_place", "expert_employer", "expert_label", "expert_profile"):
        op.drop_table(table)
