"""Last year's products, taken over with their pictures and certificates."""

from collections.abc import Collection

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core.database import locked, session, transaction
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.models import Product, ProductCertificate, ProductPicture
from ecosystem.showcase.queries.products import earlier_products
from ecosystem.showcase.services.products import create_product, details_of
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import copy_of

COPIED = "product_document"


def copy_products(exhibitor: Exhibitor, product_ids: Collection[str], *, by: Account) -> list[Product]:
    """Copy the named products of earlier exhibitions of the same startup or organisation; return the drafts made.

    Pictures are shared, documents get files of their own. What was copied before is not copied again.
    """
    wanted = [each for each in earlier_products_of(exhibitor) if each.public_id in set(product_ids)]
    files = {file.id: copy_of(file, purpose=COPIED, by=by.id) for file in _documents(wanted)}
    with transaction():
        locked(Exhibitor, exhibitor.id)
        taken = set(
            session().scalars(
                select(Product.copied_from_id).where(Product.exhibitor_id == exhibitor.id, Product.removed_at.is_(None))
            )
        )
        return [_copy(exhibitor, each, files, by) for each in wanted if each.id not in taken]


def earlier_products_of(exhibitor: Exhibitor) -> list[Product]:
    """Return what the exhibitor showed before, newest first, each name once."""
    found: dict[str, Product] = {}
    for product in session().scalars(earlier_products(exhibitor).limit(200)).unique():
        found.setdefault(product.sort_key, product)
    return list(found.values())


def _documents(products: Collection[Product]) -> list[StoredFile]:
    """The files that must not be shared, because one exhibitor's removal would take them from the other."""
    named = [file for each in products for file in (each.brochure, each.ocop_file)]
    named += [certificate.file for each in products for certificate in each.certificates]
    return [file for file in named if file is not None]


def _copy(exhibitor: Exhibitor, source: Product, files: dict[int, StoredFile], by: Account) -> Product:
    made = create_product(exhibitor, details_of(source), by=by)
    made.copied_from_id = source.id
    made.brochure = files[source.brochure_id] if source.brochure_id else None
    made.ocop_file = files[source.ocop_file_id] if source.ocop_file_id else None
    for picture in source.pictures:
        session().add(
            ProductPicture(
                product_id=made.id,
                position=picture.position,
                large_id=picture.large_id,
                small_id=picture.small_id,
                alt=picture.alt,
            )
        )
    for each in source.certificates:
        session().add(
            ProductCertificate(
                product_id=made.id,
                kind=each.kind,
                title=each.title,
                number=each.number,
                valid_until=each.valid_until,
                file_id=files[each.file_id].id if each.file_id else None,
            )
        )
    audit.record("product.copied", made, by=by.id, scope=exhibitor.exhibition)
    return made
