"""Setting up how an organiser sells, and the list of banks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit import services as audit
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Organiser
from ecosystem.payments.models import Bank, Seller


def seller_for(organiser: Organiser) -> Seller:
    """Return how the organiser sells; the first time with what is known of it, and no way to pay."""
    chosen = select(Seller).where(Seller.organiser_id == organiser.id)
    with transaction() as current:
        found = current.scalar(chosen)
        if found is None:
            try:
                with unique_or(""):
                    found = Seller(
                        organiser_id=organiser.id,
                        legal_name=organiser.name,
                        address=organiser.address,
                        email=organiser.email,
                        phone=organiser.phone,
                    )
                    current.add(found)
                    current.flush()
            except AlreadyTaken:
                session().expire_all()
                found = current.scalar(chosen)
        assert found is not None
        return found


def edit_seller(organiser: Organiser, values: Mapping[str, Any], *, shown: int | None, by: int) -> Seller:
    """Change how the organiser sells; orders placed before keep their prices. Raises StaleEdit."""
    with transaction():
        seller = locked(Seller, seller_for(organiser).id)
        check_version(seller, shown)
        changes = audit.assign(seller, values)
        if changes:
            audit.record("seller.edited", seller, by=by, scope=organiser, changes=changes)
        return seller


def save_bank(values: Mapping[str, Any], *, by: int) -> Bank:
    """Add a bank, or change the one of that number."""
    with transaction() as current:
        bank = current.scalar(select(Bank).where(Bank.bin == values["bin"]).with_for_update())
        if bank is None:
            bank = Bank(bin=values["bin"], short_name="", is_active=True)
            with unique_or(_l("Somebody else added this bank a moment ago.")):
                current.add(bank)
                current.flush()
        changes = audit.assign(bank, values)
        audit.record("bank.edited", bank, by=by, changes=changes)
        return bank
