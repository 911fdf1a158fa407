"""analyses of boards

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('analysis',
    sa.Column('round_id', columns.BigId, nullable=False),
    sa.Column('board_id', columns.BigId, nullable=False),
    sa.Column('input_hash', sa.String(length=64), nullable=False),
    sa.Column('seen', sa.String(length=250), nullable=False),
    sa.Column('engine', sa.String(length=16), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('result', columns.Json, nullable=False),
    sa.Column('computed_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_analysis_board_id_board')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_analysis_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_analysis')),
    sa.UniqueConstraint('round_id', 'board_id', name=op.f('uq_analysis_round_id_board_id'))
    )
    with op.batch_alter_table('analysis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_analysis_board_id'), ['board_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('analysis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_analysis_board_id'))
    op.drop_table('analysis')
