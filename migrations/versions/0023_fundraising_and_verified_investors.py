"""fundraising and verified investors

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('confidential_document',
    sa.Column('startup_id', columns.BigId, nullable=False),
    sa.Column('file_id', columns.BigId, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('deck', 'financials', 'cap_table', 'plan', 'other', name='documentkind', native_enum=False, length=32), nullable=False),
    sa.Column('audience', sa.Enum('verified', 'mutual', name='audience', native_enum=False, length=32), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', columns.Instant(), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('pages > 0', name=op.f('ck_confidential_document_has_pages')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_confidential_document_file_id_stored_file')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_confidential_document_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confidential_document')),
    sa.UniqueConstraint('file_id', name=op.f('uq_confidential_document_file_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_confidential_document_public_id'))
    )
    with op.batch_alter_table('confidential_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confidential_document_startup_id'), ['startup_id'], unique=False)

    op.create_table('fundraising_profile',
    sa.Column('startup_id', columns.BigId, nullable=False),
    sa.Column('is_raising', sa.Boolean(), nullable=False),
    sa.Column('ask', sa.BigInteger(), nullable=True),
    sa.Column('valuation', sa.BigInteger(), nullable=True),
    sa.Column('raised', sa.BigInteger(), nullable=True),
    sa.Column('instruments', columns.Json, nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('uses', columns.Json, nullable=False),
    sa.Column('figures', columns.Json, nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('ask IS NULL OR ask > 0', name=op.f('ck_fundraising_profile_ask_positive')),
    sa.CheckConstraint('raised IS NULL OR raised >= 0', name=op.f('ck_fundraising_profile_raised_not_negative')),
    sa.CheckConstraint('valuation IS NULL OR valuation > 0', name=op.f('ck_fundraising_profile_valuation_positive')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_fundraising_profile_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fundraising_profile')),
    sa.UniqueConstraint('public_id', name=op.f('uq_fundraising_profile_public_id')),
    sa.UniqueConstraint('startup_id', name=op.f('uq_fundraising_profile_startup_id'))
    )
    op.create_table('investor_verification',
    sa.Column('investor_id', columns.BigId, nullable=False),
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('state', sa.Enum('asked', 'verified', 'refused', 'withdrawn', name='verificationstate', native_enum=False, length=32), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', columns.Instant(), nullable=False),
    sa.Column('decided_at', columns.Instant(), nullable=True),
    sa.Column('decided_by_id', columns.BigId, nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_investor_verification_decided_by_id_account')),
    sa.ForeignKeyConstraint(['investor_id'], ['investor_profile.id'], name=op.f('fk_investor_verification_investor_id_investor_profile')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_investor_verification_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_investor_verification')),
    sa.UniqueConstraint('investor_id', 'organiser_id', name=op.f('uq_investor_verification_investor_id_organiser_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_investor_verification_public_id'))
    )
    with op.batch_alter_table('investor_verification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_investor_verification_organiser_id_state'), ['organiser_id', 'state'], unique=False)

    op.create_table('document_view',
    sa.Column('document_id', columns.BigId, nullable=False),
    sa.Column('viewer_id', columns.BigId, nullable=False),
    sa.Column('viewer_name', sa.String(length=200), nullable=False),
    sa.Column('investor_id', columns.BigId, nullable=True),
    sa.Column('session_id', columns.BigId, nullable=True),
    sa.Column('served', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['confidential_document.id'], name=op.f('fk_document_view_document_id_confidential_document')),
    sa.ForeignKeyConstraint(['investor_id'], ['investor_profile.id'], name=op.f('fk_document_view_investor_id_investor_profile')),
    sa.ForeignKeyConstraint(['session_id'], ['investor_session.id'], name=op.f('fk_document_view_session_id_investor_session')),
    sa.ForeignKeyConstraint(['viewer_id'], ['account.id'], name=op.f('fk_document_view_viewer_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_view')),
    sa.UniqueConstraint('public_id', name=op.f('uq_document_view_public_id'))
    )
    with op.batch_alter_table('document_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_view_document_id_created_at'), ['document_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_view_investor_id'), ['investor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_view_viewer_id'), ['viewer_id'], unique=False)

    op.create_table('contact_offer',
    sa.Column('from_id', columns.BigId, nullable=False),
    sa.Column('to_id', columns.BigId, nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('from_id <> to_id', name=op.f('ck_contact_offer_to_another')),
    sa.ForeignKeyConstraint(['from_id'], ['participant.id'], name=op.f('fk_contact_offer_from_id_participant')),
    sa.ForeignKeyConstraint(['to_id'], ['participant.id'], name=op.f('fk_contact_offer_to_id_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_offer')),
    sa.UniqueConstraint('from_id', 'to_id', name=op.f('uq_contact_offer_from_id_to_id'))
    )
    with op.batch_alter_table('contact_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_offer_to_id'), ['to_id'], unique=False)

    op.create_table('meeting_note',
    sa.Column('meeting_id', columns.BigId, nullable=False),
    sa.Column('side', sa.Enum('founder', 'investor', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by_id', columns.BigId, nullable=True),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_meeting_note_by_id_account')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_note_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_note')),
    sa.UniqueConstraint('meeting_id', 'side', name=op.f('uq_meeting_note_meeting_id_side'))
    )
    op.create_table('meeting_report',
    sa.Column('meeting_id', columns.BigId, nullable=False),
    sa.Column('side', sa.Enum('founder', 'investor', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('no_fit', 'second_talk', 'due_diligence', 'term_sheet', 'invested', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('committed_on', sa.Date(), nullable=True),
    sa.Column('next_step', sa.String(length=500), nullable=False),
    sa.Column('told_by_id', columns.BigId, nullable=True),
    sa.Column('told_at', columns.Instant(), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint("outcome <> 'invested' OR amount IS NOT NULL", name=op.f('ck_meeting_report_invested_has_amount')),
    sa.CheckConstraint("outcome <> 'invested' OR committed_on IS NOT NULL", name=op.f('ck_meeting_report_invested_has_a_day')),
    sa.CheckConstraint('amount IS NULL OR amount > 0', name=op.f('ck_meeting_report_amount_positive')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_report_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['told_by_id'], ['account.id'], name=op.f('fk_meeting_report_told_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_report')),
    sa.UniqueConstraint('meeting_id', 'side', name=op.f('uq_meeting_report_meeting_id_side'))
    )
    with op.batch_alter_table('investor_profile', schema=None) as batch_op:
        batch_op.add_column(sa.Column('places', columns.Json, server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('instruments', columns.Json, server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('website', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('contact_email', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('phone', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('is_listed', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('logo_id', columns.BigId, nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_investor_profile_logo_id_stored_file'), 'stored_file', ['logo_id'], ['id'])
    # The rows that were there have their values now; new ones get theirs from the program.
    with op.batch_alter_table('investor_profile', schema=None) as batch_op:
        batch_op.alter_column('places', server_default=None)
        batch_op.alter_column('instruments', server_default=None)
        batch_op.alter_column('website', server_default=None)
        batch_op.alter_column('contact_email', server_default=None)
        batch_op.alter_column('phone', server_default=None)
        batch_op.alter_column('is_listed', server_default=None)



def downgrade() -> None:
    with op.batch_alter_table('investor_profile', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_investor_profile_logo_id_stored_file'), type_='foreignkey')
        batch_op.drop_column('logo_id')
        batch_op.drop_column('is_listed')
        batch_op.drop_column('phone')
        batch_op.drop_column('contact_email')
        batch_op.drop_column('website')
        batch_op.drop_column('instruments')
        batch_op.drop_column('places')

    op.drop_table('meeting_report')
    op.drop_table('meeting_note')
    with op.batch_alter_table('contact_offer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_offer_to_id'))

    op.drop_table('contact_offer')
    with op.batch_alter_table('document_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_view_viewer_id'))
        batch_op.drop_index(batch_op.f('ix_document_view_investor_id'))
        batch_op.drop_index(batch_op.f('ix_document_view_document_id_created_at'))

    op.drop_table('document_view')
    with op.batch_alter_table('investor_verification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_investor_verification_organiser_id_state'))

    op.drop_table('investor_verification')
    op.drop_table('fundraising_profile')
    with op.batch_alter_table('confidential_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confidential_document_startup_id'))

    op.drop_table('confidential_document')
