"""leads

Revision: 0025
Follows: 0024
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('lead',
    sa.Column('exhibitor_id', columns.BigId, nullable=False),
    sa.Column('ticket_id', columns.BigId, nullable=False),
    sa.Column('consent_id', columns.BigId, nullable=True),
    sa.Column('state', sa.Enum('asked', 'given', 'declined', 'withdrawn', name='leadstate', native_enum=False, length=32), nullable=False),
    sa.Column('scanned_at', columns.Instant(), nullable=False),
    sa.Column('scanned_by_id', columns.BigId, nullable=True),
    sa.Column('answered_at', columns.Instant(), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('warmth', sa.Enum('hot', 'warm', 'cold', name='warmth', native_enum=False, length=32), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('tags', columns.Json, nullable=False),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint("(state = 'given') = (consent_id IS NOT NULL)", name=op.f('ck_lead_consent_while_given')),
    sa.CheckConstraint('rating IS NULL OR rating BETWEEN 1 AND 3', name=op.f('ck_lead_rating_in_stars')),
    sa.ForeignKeyConstraint(['consent_id'], ['ticket_consent.id'], name=op.f('fk_lead_consent_id_ticket_consent')),
    sa.ForeignKeyConstraint(['exhibitor_id'], ['exhibitor.id'], name=op.f('fk_lead_exhibitor_id_exhibitor')),
    sa.ForeignKeyConstraint(['scanned_by_id'], ['account.id'], name=op.f('fk_lead_scanned_by_id_account')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_lead_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('exhibitor_id', 'ticket_id', name=op.f('uq_lead_exhibitor_id_ticket_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_public_id'))
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_consent_id'), ['consent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_exhibitor_id_state'), ['exhibitor_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_scanned_by_id'), ['scanned_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_ticket_id'), ['ticket_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_ticket_id'))
        batch_op.drop_index(batch_op.f('ix_lead_scanned_by_id'))
        batch_op.drop_index(batch_op.f('ix_lead_exhibitor_id_state'))
        batch_op.drop_index(batch_op.f('ix_lead_consent_id'))

    op.drop_table('lead')
