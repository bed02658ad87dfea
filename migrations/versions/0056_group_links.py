"""What applicants say of their link to an owner's group, and links that were dismissed."""

import sqlalchemy as sa
from alembic import op

revision = "0056_group_links"
down_revision = "0055_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(
            sa.Column("owner_link", sa.String(3), nullable=False, server_default=sa.text("''"))
        )
        batch.add_column(
            sa.Column(
                "owner_link_how", sa.String(500), nullable=False, server_default=sa.text("''")
            )
        )
        batch.create_check_constraint("owner_link_known", "owner_link IN ('', 'no', 'yes')")
    with op.batch_alter_table("proposal") as batch:
        batch.alter_column("owner_link", server_default=None)
        batch.alter_column("owner_link_how", server_default=None)
    op.create_table(
        "dismissed_link",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("dismissed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        *_keys(),
    )
    for column in ("owner_organisation_id", "organisation_id", "dismissed_by_id"):
        op.create_index(f"ix_dismissed_link_{column}", "dismissed_link", [column])


def _keys() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_dismissed_link_event_id_event"
        ),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"],
            ["organisation.id"],
            name="fk_dismissed_link_owner_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_dismissed_link_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["person.id"], name="fk_dismissed_link_dismissed_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dismissed_link"),
        sa.UniqueConstraint(
            "event_id",
            "owner_organisation_id",
            "organisation_id",
            "key",
            name="uq_dismissed_link_event_organisations_key",
        ),
    )


def downgrade() -> None:
    op.drop_table("dismissed_link")
    with op.batch_alter_table("proposal") as batch:
        batch.drop_constraint("owner_link_known", type_="check")
        batch.drop_column("owner_link_how")
        batch.drop_column("owner_link")
