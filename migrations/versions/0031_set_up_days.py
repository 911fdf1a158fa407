"""set_up_days

Revision: 0031
Follows: 0030
"""

from alembic import op

from ecosystem.core import columns

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

ORDERED = {'set_up': 'ck_exhibition_set_up_in_order', 'take_down': 'ck_exhibition_take_down_in_order'}


def upgrade() -> None:
    # Each guard comes with its column: SQLite would rebuild the table for one of its own, with all that hangs on it.
    kind = columns.Instant().compile(dialect=op.get_bind().dialect)
    for name, guard in ORDERED.items():
        op.execute(f"ALTER TABLE exhibition ADD COLUMN {name}_from {kind}")
        check = f"CONSTRAINT {guard} CHECK ({name}_until > {name}_from)"
        op.execute(f"ALTER TABLE exhibition ADD COLUMN {name}_until {kind} {check}")


def downgrade() -> None:
    for name in ORDERED:
        op.execute(f"ALTER TABLE exhibition DROP COLUMN {name}_until")
        op.execute(f"ALTER TABLE exhibition DROP COLUMN {name}_from")
