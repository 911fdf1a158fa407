"""registrations tickets and gates

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('gate',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('closed_at', columns.Instant(), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_gate_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate')),
    sa.UniqueConstraint('event_id', 'name', name=op.f('uq_gate_event_id_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_gate_public_id'))
    )
    op.create_table('ticket_type',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('opens_at', columns.Instant(), nullable=True),
    sa.Column('closes_at', columns.Instant(), nullable=True),
    sa.Column('per_person', sa.Integer(), nullable=False),
    sa.Column('group_min', sa.Integer(), nullable=False),
    sa.Column('entry_policy', sa.Enum('once', 'reentry', 'daily', name='entrypolicy', native_enum=False, length=32), nullable=False),
    sa.Column('valid_days', columns.Json, nullable=False),
    sa.Column('needs_code', sa.Boolean(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('per_person >= group_min AND group_min >= 1', name=op.f('ck_ticket_type_group_fits')),
    sa.CheckConstraint('price >= 0', name=op.f('ck_ticket_type_price_not_negative')),
    sa.CheckConstraint('taken >= 0 AND (capacity IS NULL OR taken <= capacity)', name=op.f('ck_ticket_type_taken_within_capacity')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_ticket_type_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_type')),
    sa.UniqueConstraint('event_id', 'name', name=op.f('uq_ticket_type_event_id_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_ticket_type_public_id'))
    )
    op.create_table('visitor_question',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('text_en', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.Enum('short', 'long', 'yes_no', 'choice', 'choices', name='questionkind', native_enum=False, length=32), nullable=False),
    sa.Column('choices', columns.Json, nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('removed_at', columns.Instant(), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_visitor_question_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visitor_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_visitor_question_public_id'))
    )
    with op.batch_alter_table('visitor_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visitor_question_event_id'), ['event_id'], unique=False)

    op.create_table('gate_device',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('gate_id', columns.BigId, nullable=False),
    sa.Column('account_id', columns.BigId, nullable=True),
    sa.Column('made_by_id', columns.BigId, nullable=True),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', columns.Instant(), nullable=False),
    sa.Column('revoked_at', columns.Instant(), nullable=True),
    sa.Column('seen_at', columns.Instant(), nullable=True),
    sa.Column('listed_at', columns.Instant(), nullable=True),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_gate_device_account_id_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_gate_device_event_id_event')),
    sa.ForeignKeyConstraint(['gate_id'], ['gate.id'], name=op.f('fk_gate_device_gate_id_gate')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_gate_device_made_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_device')),
    sa.UniqueConstraint('public_id', name=op.f('uq_gate_device_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_gate_device_token_hash'))
    )
    with op.batch_alter_table('gate_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_device_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_gate_device_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_gate_device_gate_id'), ['gate_id'], unique=False)

    op.create_table('invitation_code',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('ticket_type_id', columns.BigId, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('expires_at', columns.Instant(), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('used >= 0 AND used <= uses', name=op.f('ck_invitation_code_used_within_uses')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_invitation_code_event_id_event')),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_invitation_code_ticket_type_id_ticket_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_code')),
    sa.UniqueConstraint('event_id', 'code', name=op.f('uq_invitation_code_event_id_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_code_public_id'))
    )
    with op.batch_alter_table('invitation_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_code_ticket_type_id'), ['ticket_type_id'], unique=False)

    op.create_table('registration',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('ticket_type_id', columns.BigId, nullable=False),
    sa.Column('account_id', columns.BigId, nullable=True),
    sa.Column('invitation_code_id', columns.BigId, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('holds', sa.Integer(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount_code', sa.String(length=40), nullable=False),
    sa.Column('holders', columns.Json, nullable=False),
    sa.Column('answers', columns.Json, nullable=False),
    sa.Column('consents', columns.Json, nullable=False),
    sa.Column('state', sa.Enum('unverified', 'awaiting_payment', 'waiting', 'offered', 'confirmed', 'cancelled', 'expired', name='registrationstate', native_enum=False, length=32), nullable=False),
    sa.Column('request_key', sa.String(length=40), nullable=False),
    sa.Column('order_ref', sa.String(length=16), nullable=False),
    sa.Column('expires_at', columns.Instant(), nullable=True),
    sa.Column('confirmed_at', columns.Instant(), nullable=True),
    sa.Column('ended_at', columns.Instant(), nullable=True),
    sa.Column('sort_key', columns.SortKey, nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('quantity >= 1 AND holds >= 0 AND holds <= quantity', name=op.f('ck_registration_holds_within_quantity')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_registration_account_id_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_event_id_event')),
    sa.ForeignKeyConstraint(['invitation_code_id'], ['invitation_code.id'], name=op.f('fk_registration_invitation_code_id_invitation_code')),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_registration_ticket_type_id_ticket_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_public_id')),
    sa.UniqueConstraint('request_key', name=op.f('uq_registration_request_key'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_event_id_email_key'), ['event_id', 'email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_event_id_state'), ['event_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_state_expires_at'), ['state', 'expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_ticket_type_id'), ['ticket_type_id'], unique=False)

    op.create_table('ticket',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('ticket_type_id', columns.BigId, nullable=False),
    sa.Column('registration_id', columns.BigId, nullable=False),
    sa.Column('account_id', columns.BigId, nullable=True),
    sa.Column('successor_of_id', columns.BigId, nullable=True),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('holder_name', sa.String(length=200), nullable=False),
    sa.Column('holder_email', sa.String(length=254), nullable=False),
    sa.Column('holder_phone', sa.String(length=20), nullable=False),
    sa.Column('holder_organisation', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('valid', 'cancelled', 'refunded', 'handed_over', name='ticketstate', native_enum=False, length=32), nullable=False),
    sa.Column('ended_at', columns.Instant(), nullable=True),
    sa.Column('sort_key', columns.SortKey, nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('length(code) >= 12', name=op.f('ck_ticket_code_is_long')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_ticket_account_id_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_ticket_event_id_event')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_ticket_registration_id_registration')),
    sa.ForeignKeyConstraint(['successor_of_id'], ['ticket.id'], name=op.f('fk_ticket_successor_of_id_ticket')),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_ticket_ticket_type_id_ticket_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket')),
    sa.UniqueConstraint('code', name=op.f('uq_ticket_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_ticket_public_id')),
    sa.UniqueConstraint('successor_of_id', name=op.f('uq_ticket_successor_of_id'))
    )
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ticket_event_id_sort_key'), ['event_id', 'sort_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_ticket_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ticket_ticket_type_id'), ['ticket_type_id'], unique=False)

    op.create_table('entry',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('ticket_id', columns.BigId, nullable=False),
    sa.Column('gate_id', columns.BigId, nullable=False),
    sa.Column('device_id', columns.BigId, nullable=False),
    sa.Column('period', sa.String(length=20), nullable=True),
    sa.Column('entered_at', columns.Instant(), nullable=False),
    sa.Column('left_at', columns.Instant(), nullable=True),
    sa.Column('left_gate_id', columns.BigId, nullable=True),
    sa.Column('undone_at', columns.Instant(), nullable=True),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('(period IS NULL) = (undone_at IS NOT NULL)', name=op.f('ck_entry_counts_until_undone')),
    sa.ForeignKeyConstraint(['device_id'], ['gate_device.id'], name=op.f('fk_entry_device_id_gate_device')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_entry_event_id_event')),
    sa.ForeignKeyConstraint(['gate_id'], ['gate.id'], name=op.f('fk_entry_gate_id_gate')),
    sa.ForeignKeyConstraint(['left_gate_id'], ['gate.id'], name=op.f('fk_entry_left_gate_id_gate')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_entry_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('ticket_id', 'period', name=op.f('uq_entry_ticket_id_period'))
    )
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_event_id_entered_at'), ['event_id', 'entered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_gate_id_period'), ['gate_id', 'period'], unique=False)

    op.create_table('ticket_consent',
    sa.Column('ticket_id', columns.BigId, nullable=False),
    sa.Column('purpose', sa.Enum('badge_scan', 'one_exhibitor', 'news', name='consentpurpose', native_enum=False, length=32), nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    sa.Column('text_version', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('given_at', columns.Instant(), nullable=False),
    sa.Column('withdrawn_at', columns.Instant(), nullable=True),
    sa.Column('live', sa.Boolean(), nullable=True),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('(live IS NULL) = (withdrawn_at IS NOT NULL)', name=op.f('ck_ticket_consent_live_until_withdrawn')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_ticket_consent_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_consent')),
    sa.UniqueConstraint('ticket_id', 'purpose', 'audience', 'live', name=op.f('uq_ticket_consent_ticket_id_purpose_audience_live'))
    )
    op.create_table('scan_attempt',
    sa.Column('event_id', columns.BigId, nullable=False),
    sa.Column('gate_id', columns.BigId, nullable=False),
    sa.Column('device_id', columns.BigId, nullable=False),
    sa.Column('ticket_id', columns.BigId, nullable=True),
    sa.Column('entry_id', columns.BigId, nullable=True),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('admitted', 'left', 'already_in', 'not_inside', 'forged', 'unknown', 'other_event', 'other_day', 'cancelled', 'refunded', 'handed_over', 'unpaid', 'full', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('at', columns.Instant(), nullable=False),
    sa.Column('device_at', columns.Instant(), nullable=False),
    sa.Column('received_at', columns.Instant(), nullable=False),
    sa.Column('was_offline', sa.Boolean(), nullable=False),
    sa.Column('undone_at', columns.Instant(), nullable=True),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['gate_device.id'], name=op.f('fk_scan_attempt_device_id_gate_device')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_scan_attempt_entry_id_entry')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_scan_attempt_event_id_event')),
    sa.ForeignKeyConstraint(['gate_id'], ['gate.id'], name=op.f('fk_scan_attempt_gate_id_gate')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_scan_attempt_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_attempt')),
    sa.UniqueConstraint('device_id', 'key', name=op.f('uq_scan_attempt_device_id_key'))
    )
    with op.batch_alter_table('scan_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_attempt_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scan_attempt_event_id_at'), ['event_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_scan_attempt_ticket_id'), ['ticket_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('scan_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scan_attempt_ticket_id'))
        batch_op.drop_index(batch_op.f('ix_scan_attempt_event_id_at'))
        batch_op.drop_index(batch_op.f('ix_scan_attempt_entry_id'))

    op.drop_table('scan_attempt')
    op.drop_table('ticket_consent')
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_gate_id_period'))
        batch_op.drop_index(batch_op.f('ix_entry_event_id_entered_at'))
        batch_op.drop_index(batch_op.f('ix_entry_device_id'))

    op.drop_table('entry')
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ticket_ticket_type_id'))
        batch_op.drop_index(batch_op.f('ix_ticket_registration_id'))
        batch_op.drop_index(batch_op.f('ix_ticket_event_id_sort_key'))
        batch_op.drop_index(batch_op.f('ix_ticket_account_id'))

    op.drop_table('ticket')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_ticket_type_id'))
        batch_op.drop_index(batch_op.f('ix_registration_state_expires_at'))
        batch_op.drop_index(batch_op.f('ix_registration_event_id_state'))
        batch_op.drop_index(batch_op.f('ix_registration_event_id_email_key'))
        batch_op.drop_index(batch_op.f('ix_registration_account_id'))

    op.drop_table('registration')
    with op.batch_alter_table('invitation_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_code_ticket_type_id'))

    op.drop_table('invitation_code')
    with op.batch_alter_table('gate_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_device_gate_id'))
        batch_op.drop_index(batch_op.f('ix_gate_device_event_id'))
        batch_op.drop_index(batch_op.f('ix_gate_device_account_id'))

    op.drop_table('gate_device')
    with op.batch_alter_table('visitor_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visitor_question_event_id'))

    op.drop_table('visitor_question')
    op.drop_table('ticket_type')
    op.drop_table('gate')
