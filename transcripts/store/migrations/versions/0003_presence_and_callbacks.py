"""Where each agent is, and the call-backs that were promised: both survive a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent_presence",
        sa.Column("agent", sa.String, primary_key=True),
        sa.Column("presence", sa.String, nullable=False),
        sa.Column("transfer_id", sa.String, nullable=False),
        sa.Column("wish", sa.String),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "callbacks",
        sa.Column("call_id", sa.String, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("vip", sa.Boolean, nullable=False),
        sa.Column("repeat", sa.Boolean, nullable=False),
        sa.Column("place", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("callbacks_by_state", "callbacks", ["state"])


def downgrade() -> None:
    op.drop_table("callbacks")
    op.drop_table("agent_presence")
