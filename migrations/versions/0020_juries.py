"""Nobody is a juror before they accept: who had not opened the invitation is invited anew."""

import sqlalchemy as sa
from alembic import op

revision = "0020_juries"
down_revision = "0019_sessions"
branch_labels = None
depends_on = None

_LEAD = (
    "(SELECT min(person_id) FROM team_member"
    " WHERE team_member.event_id = juror.event_id AND team_member.role = 'lead')"
)
# Those who were given proposals before they came stay on the panel.
_WAITING = (
    "juror.state = 'invited' AND NOT EXISTS"
    " (SELECT 1 FROM assignment WHERE assignment.juror_id = juror.id)"
    f" AND {_LEAD} IS NOT NULL"
)
_TERMS = {
    "sqlite": "json_object('capacity', juror.capacity)",
    "postgresql": "json_build_object('capacity', juror.capacity)",
}
_END = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+14 days')",
    "postgresql": "now() + interval '14 days'",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    invited = (
        "SELECT juror.id, 'jury', juror.organisation_id, juror.event_id,"
        f" {_TERMS[dialect]}, person.email, person.email_key, person.given_name,"
        f" person.family_name, {_LEAD}, juror.invited_at, juror.invited_at, 1, {_END[dialect]}"
        f" FROM juror JOIN person ON person.id = juror.person_id WHERE {_WAITING}"
    )
    columns = (
        "id, purpose, organisation_id, event_id, terms, email, email_key, given_name, family_name,"
        " invited_by_id, created_at, sent_at, sent_count, expires_at"
    )
    op.execute(f"INSERT INTO invitation ({columns}) {invited}")
    waiting = f"SELECT juror.id FROM juror WHERE {_WAITING}"
    op.execute(f"DELETE FROM conflict_of_interest WHERE juror_id IN ({waiting})")
    op.execute(f"DELETE FROM juror WHERE id IN ({waiting})")
    with op.batch_alter_table("juror") as batch:
        batch.drop_column("state")


def downgrade() -> None:
    with op.batch_alter_table("juror") as batch:
        batch.add_column(
            sa.Column("state", sa.String(length=20), nullable=False, server_default="active")
        )
    op.execute("DELETE FROM invitation WHERE purpose = 'jury'")
