"""What is known of organisations: profile, size, offers and needs; and their clusters."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0014_organisations"
down_revision = "0013_checkin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cluster_membership",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "asked_by IN ('organisation', 'cluster')", name=op.f("ck_cluster_membership_side_known")
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR since IS NOT NULL",
            name=op.f("ck_cluster_membership_accepted_since"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'ended')",
            name=op.f("ck_cluster_membership_state_known"),
        ),
        sa.CheckConstraint(
            "cluster_id <> organisation_id", name=op.f("ck_cluster_membership_not_its_own_member")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_cluster_membership_answered_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_cluster_membership_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["organisation.id"],
            name=op.f("fk_cluster_membership_cluster_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_cluster_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_membership")),
        sa.UniqueConstraint(
            "cluster_id", "organisation_id", name="uq_cluster_membership_cluster_organisation"
        ),
    )
    op.create_index(
        "ix_cluster_membership_answered_by_id",
        "cluster_membership",
        ["answered_by_id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_membership_asked_by_id", "cluster_membership", ["asked_by_id"], unique=False
    )
    op.create_index(
        "ix_cluster_membership_cluster_id",
        "cluster_membership",
        ["cluster_id", "state"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_membership_organisation_id",
        "cluster_membership",
        ["organisation_id", "state"],
        unique=False,
    )
    op.create_table(
        "cluster_profile",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("smes", sa.Integer(), nullable=True),
        sa.Column("startups", sa.Integer(), nullable=True),
        sa.Column("large_companies", sa.Integer(), nullable=True),
        sa.Column("research", sa.Integer(), nullable=True),
        sa.Column("others", sa.Integer(), nullable=True),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("activities", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "members >= 0 AND smes >= 0 AND startups >= 0 AND large_companies >= 0 AND research >= 0 AND others >= 0",
            name=op.f("ck_cluster_profile_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_cluster_profile_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_cluster_profile")),
    )
    op.create_table(
        "offer_need",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("search_key", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('offer', 'need')", name=op.f("ck_offer_need_kind_known")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_offer_need_text_given")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_need_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_need")),
    )
    op.create_index(
        "ix_offer_need_organisation_id", "offer_need", ["organisation_id"], unique=False
    )
    op.create_table(
        "organisation_label",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_label_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_label")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "code", name="uq_organisation_label_organisation_kind_code"
        ),
    )
    op.create_index(
        "ix_organisation_label_kind_code", "organisation_label", ["kind", "code"], unique=False
    )
    op.create_table(
        "organisation_logo",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_organisation_logo_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_logo_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_logo")),
    )
    op.create_table(
        "size_declaration",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("accounting_year", sa.Integer(), nullable=True),
        sa.Column("headcount", sa.String(length=20), nullable=True),
        sa.Column("turnover", sa.String(length=20), nullable=True),
        sa.Column("balance_sheet", sa.String(length=20), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=True),
        sa.Column("is_public_controlled", sa.Boolean(), nullable=False),
        sa.Column("size_class", sa.String(length=10), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "size_class IN ('micro', 'small', 'medium', 'large')",
            name=op.f("ck_size_declaration_class_known"),
        ),
        sa.CheckConstraint(
            "(headcount IS NULL) = (accounting_year IS NULL) AND (headcount IS NULL) = (relation IS NULL) AND (headcount IS NULL OR turnover IS NOT NULL OR balance_sheet IS NOT NULL)",
            name=op.f("ck_size_declaration_figures_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"],
            ["person.id"],
            name=op.f("fk_size_declaration_declared_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_size_declaration_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_size_declaration")),
    )
    op.create_index(
        "ix_size_declaration_declared_by_id", "size_declaration", ["declared_by_id"], unique=False
    )
    op.create_index(
        "ix_size_declaration_organisation_id_declared_at",
        "size_declaration",
        ["organisation_id", "declared_at"],
        unique=False,
    )
    op.add_column("organisation", sa.Column("legal_name", sa.String(length=200), nullable=True))
    op.add_column("organisation", sa.Column("vat_number", sa.String(length=20), nullable=True))
    op.add_column("organisation", sa.Column("founded_year", sa.Integer(), nullable=True))
    op.add_column("organisation", sa.Column("startup_stage", sa.String(length=20), nullable=True))
    op.add_column("organisation", sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_organisation_vat_number", "organisation", ["vat_number"], unique=False)
    with op.batch_alter_table("membership") as table:
        table.create_check_constraint(
            op.f("ck_membership_role_known"), "role IN ('owner', 'member', 'observer')"
        )
    _declare_present_sizes()


def _declare_present_sizes() -> None:
    """Keep each size class that is known as a declaration without figures."""
    organisation = sa.table(
        "organisation", sa.column("id"), sa.column("size_class"), sa.column("created_at")
    )
    declaration = sa.table(
        "size_declaration",
        sa.column("id", sa.BigInteger()),
        sa.column("organisation_id", sa.BigInteger()),
        sa.column("size_class", sa.String()),
        sa.column("is_public_controlled", sa.Boolean()),
        sa.column("declared_at", sa.DateTime(timezone=True)),
    )
    known = sa.select(
        organisation.c.id,
        organisation.c.size_class,
        sa.type_coerce(organisation.c.created_at, sa.DateTime(timezone=True)),
    ).where(organisation.c.size_class.is_not(None))
    rows = [
        {
            "id": secrets.randbits(62) + 1,
            "organisation_id": organisation_id,
            "size_class": size_class,
            "is_public_controlled": False,
            "declared_at": created_at,
        }
        for organisation_id, size_class, created_at in op.get_bind().execute(known)
    ]
    if rows:
        op.bulk_insert(declaration, rows)


def downgrade() -> None:
    with op.batch_alter_table("membership") as table:
        table.drop_constraint(op.f("ck_membership_role_known"), type_="check")
    op.drop_index("ix_organisation_vat_number", table_name="organisation")
    op.drop_column("organisation", "listed_at")
    op.drop_column("organisation", "startup_stage")
    op.drop_column("organisation", "founded_year")
    op.drop_column("organisation", "vat_number")
    op.drop_column("organisation", "legal_name")
    op.drop_index("ix_size_declaration_organisation_id_declared_at", table_name="size_declaration")
    op.drop_index("ix_size_declaration_declared_by_id", table_name="size_declaration")
    op.drop_table("size_declaration")
    op.drop_table("organisation_logo")
    op.drop_index("ix_organisation_label_kind_code", table_name="organisation_label")
    op.drop_table("organisation_label")
    op.drop_index("ix_offer_need_organisation_id", table_name="offer_need")
    op.drop_table("offer_need")
    op.drop_table("cluster_profile")
    op.drop_index("ix_cluster_membership_organisation_id", table_name="cluster_membership")
    op.drop_index("ix_cluster_membership_cluster_id", table_name="cluster_membership")
    op.drop_index("ix_cluster_membership_asked_by_id", table_name="cluster_membership")
    op.drop_index("ix_cluster_membership_answered_by_id", table_name="cluster_membership")
    op.drop_table("cluster_membership")
