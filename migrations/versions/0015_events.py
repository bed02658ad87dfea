"""Whoever co-organises an event does so for one cluster."""

import sqlalchemy as sa
from alembic import op

revision = "0015_events"
down_revision = "0014_organisations"
branch_labels = None
depends_on = None

# The partner cluster that a co-organiser belongs to, else the lead.
BACKFILL = """
update team_member set organisation_id = coalesce(
    case when role = 'co_organiser' then (
        select min(partner.organisation_id)
        from event_partner partner
        join membership place on place.organisation_id = partner.organisation_id
        where partner.event_id = team_member.event_id
          and place.person_id = team_member.person_id
    ) end,
    (select lead_organisation_id from event where event.id = team_member.event_id)
)
where role in ('lead', 'co_organiser')
"""


def upgrade() -> None:
    with op.batch_alter_table("team_member") as table:
        table.add_column(sa.Column("organisation_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            op.f("fk_team_member_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )
        table.create_index("ix_team_member_organisation_id", ["organisation_id"], unique=False)
    op.execute(BACKFILL)
    with op.batch_alter_table("team_member") as table:
        table.create_check_constraint(
            op.f("ck_team_member_co_organiser_acts_for_a_cluster"),
            "role <> 'co_organiser' or organisation_id is not null",
        )


def downgrade() -> None:
    with op.batch_alter_table("team_member") as table:
        table.drop_constraint(op.f("ck_team_member_co_organiser_acts_for_a_cluster"), type_="check")
    with op.batch_alter_table("team_member") as table:
        table.drop_index("ix_team_member_organisation_id")
        table.drop_constraint(
            op.f("fk_team_member_organisation_id_organisation"), type_="foreignkey"
        )
        table.drop_column("organisation_id")
