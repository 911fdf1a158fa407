"""Keeping booths and products, with a note; favourites of a device are taken over at sign-in."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ecosystem.accounts.models import Account
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, NoSuchRecord, Refused
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.showcase.models import Favourite, Product
from ecosystem.showcase.queries.favourites import shown_targets

MOST_FAVOURITES = 500
LONGEST_NOTE = 500


def keep(exhibitor: Exhibitor, product: Product | None = None, *, by: Account, note: str | None = None) -> Favourite:
    """Keep a booth, or one product of it; with `note` also write that down. Keeping twice is keeping once.

    Raises Refused over the limit.
    """
    target = product.public_id if product is not None else exhibitor.public_id
    with transaction() as current:
        present = _mine(by, target)
        if present is None:
            number = current.scalar(select(func.count()).where(Favourite.account_id == by.id)) or 0
            if number >= MOST_FAVOURITES:
                raise Refused(_l("You keep %(most)s things already. Remove some first.", most=MOST_FAVOURITES))
            present = _added(by, target, exhibitor, product)
        if note is not None:
            present.note = note.strip()[:LONGEST_NOTE]
        return present


def drop(target: str, *, by: Account) -> None:
    """Keep a booth or product no longer. Twice is once."""
    with transaction() as current:
        current.execute(delete(Favourite).where(Favourite.account_id == by.id, Favourite.target == target[:16]))


def write_note(exhibition: Exhibition, target: str, note: str, *, by: Account) -> None:
    """Note something about what one keeps of an exhibition. Raises NoSuchRecord when it is kept no longer."""
    with transaction():
        present = _mine(by, target[:16])
        if present is None or present.exhibitor.exhibition_id != exhibition.id:
            raise NoSuchRecord(_l("This is no longer among your favourites."))
        present.note = note.strip()[:LONGEST_NOTE]


def take_over(exhibition: Exhibition, notes: Mapping[str, str], *, by: Account) -> int:
    """Take over what a device kept before sign-in: public ids with notes. Return how many are new.

    What can no longer be seen is left out; a note written here before stays.
    """
    exhibitors, products = shown_targets(exhibition, notes)
    with transaction():
        fresh = 0
        for exhibitor, product in [
            *((each, None) for each in exhibitors),
            *((each.exhibitor, each) for each in products),
        ]:
            target = product.public_id if product is not None else exhibitor.public_id
            present = _mine(by, target)
            fresh += present is None
            if present is None or not present.note:
                keep(exhibitor, product, by=by, note=notes.get(target, ""))
        return fresh


def _mine(by: Account, target: str) -> Favourite | None:
    return session().scalar(select(Favourite).where(Favourite.account_id == by.id, Favourite.target == target))


def _added(by: Account, target: str, exhibitor: Exhibitor, product: Product | None) -> Favourite:
    row = Favourite(
        account_id=by.id, target=target, exhibitor_id=exhibitor.id, product_id=product.id if product else None
    )
    try:
        with unique_or(""):
            session().add(row)
            session().flush()
    except AlreadyTaken:  # the same click a second time, at the same moment
        found = _mine(by, target)
        if found is None:
            raise
        return found
    return row
