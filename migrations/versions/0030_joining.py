"""Asking an organisation to be let in"""

import sqlalchemy as sa
from alembic import op

revision = "0030_joining"
down_revision = "0029_operator"
branch_labels = None
depends_on = None

PLACE = "ck_invitation_place_given"


def upgrade() -> None:
    _check_place("(event_id IS NULL) = (purpose IN ('membership', 'joining'))")
    where = sa.text("purpose = 'joining'")
    op.create_index(
        "uq_invitation_joining",
        "invitation",
        ["organisation_id", "invited_by_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.execute("DELETE FROM invitation WHERE purpose = 'joining'")
    op.drop_index("uq_invitation_joining", "invitation")
    _check_place("(event_id IS NULL) = (purpose = 'membership')")


def _check_place(condition: str) -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f(PLACE), type_="check")
        batch.create_check_constraint(op.f(PLACE), condition)
