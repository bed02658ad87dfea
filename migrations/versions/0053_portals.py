"""Events are Days or portals"""

import sqlalchemy as sa
from alembic import op

revision = "0053_portals"
down_revision = "0052_applicants"
branch_labels = None
depends_on = None

OF_KIND = "(kind = 'day' and capacity > 0) or (kind = 'portal' and capacity = 0)"


def upgrade() -> None:
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default="day"))
    with op.batch_alter_table("event") as batch:
        batch.alter_column("kind", server_default=None)
        batch.drop_constraint(op.f("ck_event_capacity_positive"), type_="check")
        batch.create_check_constraint(op.f("ck_event_capacity_of_kind"), OF_KIND)


def downgrade() -> None:
    op.execute("update event set capacity = 1 where kind = 'portal'")
    with op.batch_alter_table("event") as batch:
        batch.drop_constraint(op.f("ck_event_capacity_of_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_event_capacity_positive"), "capacity > 0")
    with op.batch_alter_table("event") as batch:
        batch.drop_column("kind")
