"""The privacy notice: which version a person accepted, and when

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("notice_version", sa.Text(), nullable=True))
    op.add_column(
        "person", sa.Column("notice_at", postgresql.TIMESTAMP(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("person", "notice_at")
    op.drop_column("person", "notice_version")
