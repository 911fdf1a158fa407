"""Setting up how an organiser sells."""

from sqlalchemy import select

from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Organiser
from ecosystem.payments.models import Seller


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
