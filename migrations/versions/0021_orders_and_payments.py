"""orders and payments

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op

from ecosystem.core import columns

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

# Banks by their numbers in transfers (BIN), as sellers choose them at first; operators edit the table.
BANKS = (
    ("970436", "Vietcombank", "Ngân hàng TMCP Ngoại thương Việt Nam"),
    ("970415", "VietinBank", "Ngân hàng TMCP Công thương Việt Nam"),
    ("970418", "BIDV", "Ngân hàng TMCP Đầu tư và Phát triển Việt Nam"),
    ("970405", "Agribank", "Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam"),
    ("970422", "MB", "Ngân hàng TMCP Quân đội"),
    ("970407", "Techcombank", "Ngân hàng TMCP Kỹ thương Việt Nam"),
    ("970403", "Sacombank", "Ngân hàng TMCP Sài Gòn Thương Tín"),
    ("970416", "ACB", "Ngân hàng TMCP Á Châu"),
    ("970432", "VPBank", "Ngân hàng TMCP Việt Nam Thịnh Vượng"),
    ("970423", "TPBank", "Ngân hàng TMCP Tiên Phong"),
    ("970441", "VIB", "Ngân hàng TMCP Quốc tế Việt Nam"),
    ("970443", "SHB", "Ngân hàng TMCP Sài Gòn – Hà Nội"),
    ("970437", "HDBank", "Ngân hàng TMCP Phát triển Thành phố Hồ Chí Minh"),
    ("970448", "OCB", "Ngân hàng TMCP Phương Đông"),
    ("970426", "MSB", "Ngân hàng TMCP Hàng hải Việt Nam"),
)


def upgrade() -> None:
    op.create_table('bank',
    sa.Column('bin', sa.String(length=6), nullable=False),
    sa.Column('short_name', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank')),
    sa.UniqueConstraint('bin', name=op.f('uq_bank_bin'))
    )
    bank = sa.table('bank', *(sa.column(name) for name in ('bin', 'short_name', 'name')), sa.column('is_active', sa.Boolean))
    op.bulk_insert(bank, [{'bin': b, 'short_name': s, 'name': n, 'is_active': True} for b, s, n in BANKS])
    op.create_table('fake_payment',
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('order_code', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('at', columns.Instant(), nullable=False),
    sa.Column('tell_at', columns.Instant(), nullable=False),
    sa.Column('told_at', columns.Instant(), nullable=True),
    sa.Column('refunds', columns.Json, nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fake_payment')),
    sa.UniqueConstraint('reference', name=op.f('uq_fake_payment_reference'))
    )
    with op.batch_alter_table('fake_payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fake_payment_order_code'), ['order_code'], unique=False)

    op.create_table('number_series',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('name', 'year', name=op.f('uq_number_series_name_year'))
    )
    op.create_table('discount_code',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('percent', columns.Exact(2), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('opens_at', columns.Instant(), nullable=True),
    sa.Column('closes_at', columns.Instant(), nullable=True),
    sa.Column('limit_total', sa.Integer(), nullable=True),
    sa.Column('limit_per_buyer', sa.Integer(), nullable=True),
    sa.Column('purposes', columns.Json, nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('(percent IS NULL) <> (amount IS NULL)', name=op.f('ck_discount_code_percent_or_amount')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_discount_code_amount')),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_discount_code_closes_after_opening')),
    sa.CheckConstraint('percent > 0 AND percent <= 10000', name=op.f('ck_discount_code_percent')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_discount_code_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discount_code')),
    sa.UniqueConstraint('organiser_id', 'code', name=op.f('uq_discount_code_organiser_id_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_discount_code_public_id'))
    )
    op.create_table('payment_order',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('note_code', sa.String(length=20), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('live_key', sa.String(length=140), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('account_id', columns.BigId, nullable=True),
    sa.Column('buyer_name', sa.String(length=200), nullable=False),
    sa.Column('buyer_email', sa.String(length=254), nullable=False),
    sa.Column('buyer_phone', sa.String(length=20), nullable=False),
    sa.Column('buyer_organisation', sa.String(length=200), nullable=False),
    sa.Column('buyer_tax_code', sa.String(length=20), nullable=False),
    sa.Column('buyer_address', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('prices_include_vat', sa.Boolean(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('captured', sa.BigInteger(), nullable=False),
    sa.Column('reserved', sa.BigInteger(), nullable=False),
    sa.Column('refunded', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('open', 'paid', 'partly_refunded', 'refunded', 'expired', 'cancelled', name='orderstate', native_enum=False, length=32), nullable=False),
    sa.Column('back', sa.String(length=300), nullable=False),
    sa.Column('placed_at', columns.Instant(), nullable=False),
    sa.Column('expires_at', columns.Instant(), nullable=True),
    sa.Column('paid_at', columns.Instant(), nullable=True),
    sa.Column('closed_at', columns.Instant(), nullable=True),
    sa.Column('close_reason', sa.Text(), nullable=False),
    sa.Column('paid_through', sa.String(length=20), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('0 <= refunded AND refunded <= reserved AND reserved <= captured', name=op.f('ck_payment_order_never_more_back')),
    sa.CheckConstraint('total = net + vat AND total >= 0 AND discount >= 0', name=op.f('ck_payment_order_sums')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_payment_order_account_id_account')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_payment_order_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_order')),
    sa.UniqueConstraint('code', name=op.f('uq_payment_order_code')),
    sa.UniqueConstraint('live_key', name=op.f('uq_payment_order_live_key')),
    sa.UniqueConstraint('note_code', name=op.f('uq_payment_order_note_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_payment_order_public_id'))
    )
    with op.batch_alter_table('payment_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_order_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_order_organiser_id_placed_at'), ['organiser_id', 'placed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_order_purpose_subject'), ['purpose', 'subject'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_order_state_expires_at'), ['state', 'expires_at'], unique=False)

    op.create_table('reconciliation',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('ran_at', columns.Instant(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('ours', sa.BigInteger(), nullable=False),
    sa.Column('theirs', sa.BigInteger(), nullable=False),
    sa.Column('differences', columns.Json, nullable=False),
    sa.Column('unanswered', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_reconciliation_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reconciliation')),
    sa.UniqueConstraint('organiser_id', 'provider', 'day', name=op.f('uq_reconciliation_organiser_id_provider_day')),
    sa.UniqueConstraint('public_id', name=op.f('uq_reconciliation_public_id'))
    )
    op.create_table('refund_run',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', columns.BigId, nullable=True),
    sa.Column('order_ids', columns.Json, nullable=False),
    sa.Column('finished_at', columns.Instant(), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_refund_run_asked_by_id_account')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_refund_run_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund_run')),
    sa.UniqueConstraint('public_id', name=op.f('uq_refund_run_public_id'))
    )
    with op.batch_alter_table('refund_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_run_organiser_id'), ['organiser_id'], unique=False)

    op.create_table('seller',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('legal_name', sa.String(length=200), nullable=False),
    sa.Column('tax_code', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('vat_percent', columns.Exact(2), nullable=False),
    sa.Column('prices_include_vat', sa.Boolean(), nullable=False),
    sa.Column('bank_bin', sa.String(length=6), nullable=False),
    sa.Column('bank_account', sa.String(length=19), nullable=False),
    sa.Column('bank_holder', sa.String(length=120), nullable=False),
    sa.Column('providers', columns.Json, nullable=False),
    sa.Column('receipt_note', sa.Text(), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('vat_percent >= 0 AND vat_percent <= 10000', name=op.f('ck_seller_rate')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_seller_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seller')),
    sa.UniqueConstraint('organiser_id', name=op.f('uq_seller_organiser_id'))
    )
    op.create_table('capture',
    sa.Column('order_id', columns.BigId, nullable=True),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('order_code', sa.String(length=60), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('at', columns.Instant(), nullable=False),
    sa.Column('recorded_at', columns.Instant(), nullable=False),
    sa.Column('recorded_by_id', columns.BigId, nullable=True),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_capture_amount')),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_capture_order_id_payment_order')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_capture_recorded_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_capture')),
    sa.UniqueConstraint('provider', 'reference', name=op.f('uq_capture_provider_reference'))
    )
    with op.batch_alter_table('capture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capture_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_capture_provider_at'), ['provider', 'at'], unique=False)

    op.create_table('discount_use',
    sa.Column('discount_code_id', columns.BigId, nullable=False),
    sa.Column('order_id', columns.BigId, nullable=False),
    sa.Column('buyer_key', sa.String(length=254), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('buyer_number', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['discount_code_id'], ['discount_code.id'], name=op.f('fk_discount_use_discount_code_id_discount_code')),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_discount_use_order_id_payment_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discount_use')),
    sa.UniqueConstraint('discount_code_id', 'buyer_key', 'buyer_number', name=op.f('uq_discount_use_discount_code_id_buyer_key_buyer_number')),
    sa.UniqueConstraint('discount_code_id', 'number', name=op.f('uq_discount_use_discount_code_id_number')),
    sa.UniqueConstraint('order_id', name=op.f('uq_discount_use_order_id'))
    )
    op.create_table('order_line',
    sa.Column('order_id', columns.BigId, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('text_en', sa.String(length=300), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('vat_percent', columns.Exact(2), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('quantity >= 1 AND unit_price >= 0 AND discount >= 0', name=op.f('ck_order_line_amounts')),
    sa.CheckConstraint('total = net + vat AND net >= 0 AND vat >= 0', name=op.f('ck_order_line_sums')),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_order_line_order_id_payment_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line')),
    sa.UniqueConstraint('order_id', 'position', name=op.f('uq_order_line_order_id_position'))
    )
    op.create_table('payment_attempt',
    sa.Column('order_id', columns.BigId, nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('data', columns.Json, nullable=False),
    sa.Column('expires_at', columns.Instant(), nullable=True),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_payment_attempt_order_id_payment_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_attempt')),
    sa.UniqueConstraint('provider', 'reference', name=op.f('uq_payment_attempt_provider_reference'))
    )
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_attempt_order_id_provider'), ['order_id', 'provider'], unique=False)

    op.create_table('discrepancy',
    sa.Column('organiser_id', columns.BigId, nullable=True),
    sa.Column('capture_id', columns.BigId, nullable=False),
    sa.Column('kind', sa.Enum('amount', 'currency', 'unknown_order', 'second_payment', 'late', name='discrepancykind', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'refunded', 'ignored', name='discrepancystate', native_enum=False, length=32), nullable=False),
    sa.Column('found_at', columns.Instant(), nullable=False),
    sa.Column('decided_at', columns.Instant(), nullable=True),
    sa.Column('decided_by_id', columns.BigId, nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['capture_id'], ['capture.id'], name=op.f('fk_discrepancy_capture_id_capture')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_discrepancy_decided_by_id_account')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_discrepancy_organiser_id_organiser')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discrepancy')),
    sa.UniqueConstraint('capture_id', name=op.f('uq_discrepancy_capture_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_discrepancy_public_id'))
    )
    with op.batch_alter_table('discrepancy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discrepancy_organiser_id_state'), ['organiser_id', 'state'], unique=False)

    op.create_table('refund',
    sa.Column('order_id', columns.BigId, nullable=True),
    sa.Column('capture_id', columns.BigId, nullable=False),
    sa.Column('discrepancy_id', columns.BigId, nullable=True),
    sa.Column('run_id', columns.BigId, nullable=True),
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('is_manual', sa.Boolean(), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('state', sa.Enum('asked', 'sent', 'done', 'failed', name='refundstate', native_enum=False, length=32), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('asked_at', columns.Instant(), nullable=False),
    sa.Column('asked_by_id', columns.BigId, nullable=True),
    sa.Column('sent_at', columns.Instant(), nullable=True),
    sa.Column('done_at', columns.Instant(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', columns.Instant(), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', columns.Instant(), nullable=False),
    sa.Column('updated_at', columns.Instant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_refund_amount')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_refund_asked_by_id_account')),
    sa.ForeignKeyConstraint(['capture_id'], ['capture.id'], name=op.f('fk_refund_capture_id_capture')),
    sa.ForeignKeyConstraint(['discrepancy_id'], ['discrepancy.id'], name=op.f('fk_refund_discrepancy_id_discrepancy')),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_refund_order_id_payment_order')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_refund_organiser_id_organiser')),
    sa.ForeignKeyConstraint(['run_id'], ['refund_run.id'], name=op.f('fk_refund_run_id_refund_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('discrepancy_id', name=op.f('uq_refund_discrepancy_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_refund_public_id')),
    sa.UniqueConstraint('run_id', 'capture_id', name=op.f('uq_refund_run_id_capture_id'))
    )
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_capture_id'), ['capture_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_organiser_id'), ['organiser_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_state_next_try_at'), ['state', 'next_try_at'], unique=False)

    op.create_table('receipt',
    sa.Column('organiser_id', columns.BigId, nullable=False),
    sa.Column('kind', sa.Enum('receipt', 'credit_note', name='paperkind', native_enum=False, length=32), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('order_id', columns.BigId, nullable=False),
    sa.Column('refund_id', columns.BigId, nullable=True),
    sa.Column('receipt_of', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('issued_at', columns.Instant(), nullable=False),
    sa.Column('content', columns.Json, nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('id', columns.BigId, nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['payment_order.id'], name=op.f('fk_receipt_order_id_payment_order')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organiser.id'], name=op.f('fk_receipt_organiser_id_organiser')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_receipt_refund_id_refund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('organiser_id', 'kind', 'year', 'number', name=op.f('uq_receipt_organiser_id_kind_year_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_receipt_public_id')),
    sa.UniqueConstraint('receipt_of', name=op.f('uq_receipt_receipt_of')),
    sa.UniqueConstraint('refund_id', name=op.f('uq_receipt_refund_id'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_order_id'), ['order_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receipt_order_id'))

    op.drop_table('receipt')
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_state_next_try_at'))
        batch_op.drop_index(batch_op.f('ix_refund_organiser_id'))
        batch_op.drop_index(batch_op.f('ix_refund_order_id'))
        batch_op.drop_index(batch_op.f('ix_refund_capture_id'))

    op.drop_table('refund')
    with op.batch_alter_table('discrepancy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_discrepancy_organiser_id_state'))

    op.drop_table('discrepancy')
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_attempt_order_id_provider'))

    op.drop_table('payment_attempt')
    op.drop_table('order_line')
    op.drop_table('discount_use')
    with op.batch_alter_table('capture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_capture_provider_at'))
        batch_op.drop_index(batch_op.f('ix_capture_order_id'))

    op.drop_table('capture')
    op.drop_table('seller')
    with op.batch_alter_table('refund_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_run_organiser_id'))

    op.drop_table('refund_run')
    op.drop_table('reconciliation')
    with op.batch_alter_table('payment_order', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_order_state_expires_at'))
        batch_op.drop_index(batch_op.f('ix_payment_order_purpose_subject'))
        batch_op.drop_index(batch_op.f('ix_payment_order_organiser_id_placed_at'))
        batch_op.drop_index(batch_op.f('ix_payment_order_account_id'))

    op.drop_table('payment_order')
    op.drop_table('discount_code')
    op.drop_table('number_series')
    with op.batch_alter_table('fake_payment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fake_payment_order_code'))

    op.drop_table('fake_payment')
    op.drop_table('bank')
