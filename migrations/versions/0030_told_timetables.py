"""told_timetables

Revision: 0030
Follows: 0029
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('timetable_run', sa.Column('told_at', columns.Instant(), nullable=True))
    op.execute("UPDATE timetable_run SET told_at = published_at WHERE published_at IS NOT NULL")


def downgrade() -> None:
    # In one statement: SQLite would rebuild the table, and proposed meetings go with their run.
    op.execute("ALTER TABLE timetable_run DROP COLUMN told_at")
