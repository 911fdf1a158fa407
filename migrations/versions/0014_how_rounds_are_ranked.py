"""how rounds are ranked

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

METHOD = sa.Enum('raw', 'adjusted', name='rankingmethod', native_enum=False, length=32)


def upgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ranking_method', METHOD, server_default='raw', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_column('ranking_method')
