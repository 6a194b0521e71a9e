"""Events, and the record of each call that is folded from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String, primary_key=True),
        sa.Column("carrier_call_id", sa.String, nullable=False),
        sa.Column("caller", sa.String, nullable=False),
        sa.Column("called", sa.String, nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("end_reason", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("intent", sa.String),
        sa.Column("intent_confidence", sa.Float, nullable=False),
        sa.Column("escalation_reason", sa.String),
        sa.Column("utterances", sa.Integer, nullable=False),
        sa.Column("summary_reason", sa.Text),
        sa.Column("last_sequence", sa.Integer, nullable=False),
    )
    op.create_index("calls_by_start", "calls", ["started"])
    op.create_index("calls_by_carrier_call_id", "calls", ["carrier_call_id"])
    op.create_table(
        "events",
        sa.Column("call_id", sa.String, sa.ForeignKey("calls.call_id"), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at_ms", sa.Integer, nullable=False),
        sa.Column("wall", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("events")
    op.drop_table("calls")
