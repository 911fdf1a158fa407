"""The rule for giving tickets and booths up, the fee of a contest without boards, orders by foreign keys

Revision: 0029
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

ORDER_BY_PUBLIC_ID = """
    UPDATE registration SET order_id = (
        SELECT payment_order.id FROM payment_order WHERE payment_order.public_id = registration.order_ref)
    WHERE order_ref <> ''
"""
PUBLIC_ID_BY_ORDER = """
    UPDATE {table} SET {column} = (
        SELECT payment_order.public_id FROM payment_order WHERE payment_order.id = {table}.order_id)
    WHERE order_id IS NOT NULL
"""


def _whole() -> str:
    return 'BIGINT' if op.get_bind().dialect.name == 'postgresql' else 'INTEGER'


def upgrade() -> None:
    op.create_table('visit_terms',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('refund_steps', columns.Json, nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_visit_terms_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_terms')),
    sa.UniqueConstraint('event_id', name=op.f('uq_visit_terms_event_id'))
    )
    # In one statement each where rows of other tables refer to the table: SQLite would rebuild it for a constraint.
    op.execute("ALTER TABLE contest ADD COLUMN fee BIGINT DEFAULT '0' NOT NULL CONSTRAINT ck_contest_fee CHECK (fee >= 0)")
    op.execute(
        f"ALTER TABLE registration ADD COLUMN order_id {_whole()} "
        "CONSTRAINT fk_registration_order_id_payment_order REFERENCES payment_order (id)"
    )
    op.add_column('registration', sa.Column('refund_steps', columns.JsonOrNull, nullable=True))
    op.add_column('booth_claim', sa.Column('refund_steps', columns.JsonOrNull, nullable=True))
    op.create_index(op.f('ix_registration_order_id'), 'registration', ['order_id'])
    op.execute(ORDER_BY_PUBLIC_ID)
    op.execute("ALTER TABLE registration DROP COLUMN order_ref")
    with op.batch_alter_table('booth_order', schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_booth_order_order_id_payment_order'), 'payment_order', ['order_id'], ['id'])
        batch_op.drop_column('order_public_id')


def downgrade() -> None:
    with op.batch_alter_table('booth_order', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_booth_order_order_id_payment_order'), type_='foreignkey')
        batch_op.add_column(sa.Column('order_public_id', sa.String(length=16), server_default='', nullable=False))
    op.execute(PUBLIC_ID_BY_ORDER.format(table='booth_order', column='order_public_id'))
    with op.batch_alter_table('booth_order', schema=None) as batch_op:
        batch_op.alter_column('order_public_id', server_default=None)
    op.execute("ALTER TABLE registration ADD COLUMN order_ref VARCHAR(16) DEFAULT '' NOT NULL")
    op.execute(PUBLIC_ID_BY_ORDER.format(table='registration', column='order_ref'))
    op.drop_index(op.f('ix_registration_order_id'), 'registration')
    op.execute("ALTER TABLE booth_claim DROP COLUMN refund_steps")
    op.execute("ALTER TABLE registration DROP COLUMN refund_steps")
    op.execute("ALTER TABLE registration DROP COLUMN order_id")
    op.execute("ALTER TABLE contest DROP COLUMN fee")
    op.drop_table('visit_terms')
