"""english_titles_of_orders

Revision: 0033
Follows: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('payment_order', sa.Column('title_en', sa.String(length=300), nullable=True))


def downgrade() -> None:
    # In one statement: SQLite would rebuild the table, and lines, money and papers hang on it.
    op.execute("ALTER TABLE payment_order DROP COLUMN title_en")
