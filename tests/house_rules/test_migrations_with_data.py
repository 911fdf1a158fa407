"""Migrations that move values, on a database that holds some: what goes down comes up again."""

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from ecosystem.core.database import db, transaction
from ecosystem.exhibitions.models import BoothOrder
from tests.house_rules.test_migrations import migrated_app as migrated_app
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.payments import make_order
from tests.support.factories.visitors import make_registration

pytestmark = pytest.mark.both_databases


def test_orders_of_registrations_and_booths_keep_their_orders(migrated_app: Flask) -> None:
    order, other = make_order(), make_order()
    paid, free = make_registration(), make_registration()
    exhibition = make_exhibition()
    (booth,) = make_booths(exhibition, make_hall(exhibition), 1)
    claim = make_claim(booth, make_exhibitor(exhibition))
    with transaction() as current:
        paid.order_id = order.id
        current.add(
            BoothOrder(
                order_id=other.id,
                claim_id=claim.id,
                claim_subject=claim.public_id,
                booth_id=booth.id,
                exhibitor_id=claim.exhibitor_id,
                amount=other.total,
            )
        )
    ids, public_ids = (order.id, other.id), (order.public_id, other.public_id)
    paid_id, free_id = paid.id, free.id
    db.session.remove()

    def of_registrations(column: str) -> dict[int, object]:
        with db.engine.connect() as connection:
            rows = connection.execute(text(f"SELECT id, {column} FROM registration"))  # noqa: S608
            return {row[0]: row[1] for row in rows}

    flask_migrate.downgrade(revision="0028")
    assert of_registrations("order_ref") == {paid_id: public_ids[0], free_id: ""}
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT order_public_id FROM booth_order")).scalar() == public_ids[1]
    flask_migrate.upgrade()
    assert of_registrations("order_id") == {paid_id: ids[0], free_id: None}
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT order_id FROM booth_order")).scalar() == ids[1]
