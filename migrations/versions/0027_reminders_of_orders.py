"""reminders of orders

Revision: 0027
Follows: 0026
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('payment_order', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminded_at', columns.Instant(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('payment_order', schema=None) as batch_op:
        batch_op.drop_column('reminded_at')
