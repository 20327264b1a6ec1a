"""When a person may be written to

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outgoing_held",
        "outgoing",
        ["next_try_at"],
        unique=False,
        postgresql_where="delivery = 'held'",
    )
    op.add_column("person", sa.Column("reach", sa.String(40), server_default="any", nullable=False))


def downgrade() -> None:
    op.drop_column("person", "reach")
    op.drop_index("ix_outgoing_held", table_name="outgoing", postgresql_where="delivery = 'held'")
