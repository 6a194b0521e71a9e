"""The calls of one number, latest first: who rings again is asked at every greeting."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("calls_by_caller", "calls", ["caller", "started"])


def downgrade() -> None:
    op.drop_index("calls_by_caller", "calls")
