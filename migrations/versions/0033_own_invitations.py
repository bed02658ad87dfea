"""Invitations onto a team by each cluster for itself"""

import sqlalchemy as sa
from alembic import op

revision = "0033_own_invitations"
down_revision = "0032_reach"
branch_labels = None
depends_on = None

PURPOSE = ["purpose", "event_id", "email_key"]
TEAM = ["event_id", "organisation_id", "email_key"]
# Where one key takes the place of two, the earliest of the same invitations stays.
MERGE = """
DELETE FROM invitation WHERE purpose = 'team' AND EXISTS (
    SELECT 1 FROM invitation AS earlier
    WHERE earlier.purpose = 'team' AND earlier.event_id = invitation.event_id
    AND earlier.email_key = invitation.email_key
    AND (earlier.created_at, earlier.id) < (invitation.created_at, invitation.id)
)
"""


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint("uq_invitation_event_email", type_="unique")
    _one_for("uq_invitation_event_email", PURPOSE, "purpose <> 'team'")
    _one_for("uq_invitation_team_email", TEAM, "purpose = 'team'")


def downgrade() -> None:
    op.execute(MERGE)
    op.drop_index("uq_invitation_team_email", "invitation")
    op.drop_index("uq_invitation_event_email", "invitation")
    with op.batch_alter_table("invitation") as batch:
        batch.create_unique_constraint("uq_invitation_event_email", PURPOSE)


def _one_for(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "invitation", columns, unique=True, sqlite_where=where, postgresql_where=where
    )
