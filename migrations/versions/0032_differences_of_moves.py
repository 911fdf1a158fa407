"""differences_of_moves

Revision: 0032
Follows: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('booth_order', sa.Column('is_difference', sa.Boolean(), server_default=sa.false(), nullable=False))
    # What orders for a difference have said since there are any.
    op.execute(
        "UPDATE booth_order SET is_difference = true WHERE order_id IN ("
        "SELECT order_id FROM order_line WHERE text LIKE 'Chênh lệch khi đổi sang gian hàng %')"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE booth_order DROP COLUMN is_difference")
