"""What a product shows beside its words: pictures, certificates, a brochure."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.showcase.domain.certificates import CERTIFICATES
from ecosystem.showcase.domain.products import MOST_CERTIFICATES, MOST_PICTURES, moved, reordered
from ecosystem.showcase.models import Product, ProductCertificate, ProductPicture
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove, rendition_of

LARGE, SMALL = 1400, 480  # pixels on the longer side
PURPOSE = "product_picture"


def add_picture(product: Product, file: StoredFile, *, by: Account, alt: str = "") -> ProductPicture:
    """Show a stored picture last among the product's, as two WebP copies; the file itself is removed.

    The copies are made before the transaction, for painting takes time. Raises Refused over the limit.
    """
    large = rendition_of(file, purpose=PURPOSE, longest_side=LARGE, quality=80, by=by.id)
    small = rendition_of(file, purpose=PURPOSE, longest_side=SMALL, quality=68, by=by.id)
    with transaction() as current:
        present = locked(Product, product.id)
        places = _pictures(present)
        if len(places) >= MOST_PICTURES:
            raise Refused(_l("A product has at most %(most)s pictures. Remove one first.", most=MOST_PICTURES))
        picture = ProductPicture(
            product_id=present.id,
            position=places[-1].position + 1 if places else 0,
            large_id=large.id,
            small_id=small.id,
            alt=alt[:200],
        )
        current.add(picture)
        remove(file)
        audit.record("product.picture_added", present, by=by.id, scope=product.exhibitor.exhibition, note=file.name)
        return picture


def describe_picture(picture: ProductPicture, *, alt: str, by: Account) -> None:
    """Say in words what is to be seen, for whoever does not see it."""
    with transaction():
        present = locked(ProductPicture, picture.id)
        changes = audit.assign(present, {"alt": alt.strip()[:200]})
        if changes:
            exhibition = picture.product.exhibitor.exhibition
            audit.record("product.picture_described", picture.product, by=by.id, scope=exhibition, changes=changes)


def move_picture(picture: ProductPicture, direction: str, *, by: Account) -> None:
    """Move a picture one place "up" (to the front) or "down"."""
    with transaction():
        locked(Product, picture.product_id)
        rows = _pictures(picture.product)
        if picture.id not in {row.id for row in rows}:
            raise NoSuchRecord(_l("This is no longer here."))
        _place(rows, moved([row.id for row in rows], picture.id, direction))
        _order_told(picture.product, by)


def order_pictures(product: Product, wished: Sequence[str], *, by: Account) -> None:
    """Put the pictures into the wished order of their public ids; what is not named keeps its order behind."""
    with transaction():
        locked(Product, product.id)
        rows = _pictures(product)
        idents = {row.public_id: row.id for row in rows}
        _place(rows, [idents[each] for each in reordered([row.public_id for row in rows], wished)])
        _order_told(product, by)


def remove_picture(picture: ProductPicture, *, by: Account) -> None:
    """Take a picture away, with its files. Raises Refused for the last one of a published product."""
    with transaction() as current:
        product = locked(Product, picture.product_id)
        rows = _pictures(product)
        present = next((row for row in rows if row.id == picture.id), None)
        if present is None:
            return
        if product.is_shown and len(rows) == 1:
            raise Refused(_l("A published product keeps at least one picture. Add another one first."))
        for file in (present.large, present.small):
            _remove_unless_shared(file, present)
        current.delete(present)
        audit.record("product.picture_removed", product, by=by.id, scope=picture.product.exhibitor.exhibition)


def add_certificate(
    product: Product,
    *,
    kind: str,
    title: str,
    number: str,
    valid_until: date | None,
    file: StoredFile | None,
    by: Account,
) -> ProductCertificate:
    """Show a certificate. Raises Invalid for an unknown kind or a nameless one, Refused over the limit."""
    if kind not in CERTIFICATES:
        raise Invalid(_l("Please choose one."), details={"kind": _l("Please choose one.")})
    if kind == "other" and not title.strip():
        raise Invalid(_l("What is it called?"), details={"title": _l("What is it called?")})
    with transaction() as current:
        present = locked(Product, product.id)
        known = session().scalars(select(ProductCertificate.id).where(ProductCertificate.product_id == present.id))
        if len(known.all()) >= MOST_CERTIFICATES:
            raise Refused(_l("A product has at most %(most)s certificates.", most=MOST_CERTIFICATES))
        row = ProductCertificate(
            product_id=present.id,
            kind=kind,
            title=title.strip()[:120],
            number=number.strip()[:80],
            valid_until=valid_until,
            file_id=file.id if file is not None else None,
        )
        current.add(row)
        audit.record("product.certificate_added", present, by=by.id, scope=product.exhibitor.exhibition, note=kind)
        return row


def remove_certificate(certificate: ProductCertificate, *, by: Account) -> None:
    """Take a certificate away, with its file."""
    with transaction() as current:
        product = locked(Product, certificate.product_id)
        present = current.get(ProductCertificate, certificate.id, populate_existing=True)
        if present is None:
            return
        file = present.file
        current.delete(present)
        current.flush()
        if file is not None:
            remove(file)
        exhibition = certificate.product.exhibitor.exhibition
        audit.record("product.certificate_removed", product, by=by.id, scope=exhibition, note=present.kind)


def replace_document(product: Product, which: str, file: StoredFile | None, *, by: Account) -> None:
    """Keep another brochure or OCOP certificate ("brochure", "ocop_file"), or none; the old file is removed."""
    if which not in ("brochure", "ocop_file"):
        raise ValueError(which)
    with transaction():
        present = locked(Product, product.id)
        old: StoredFile | None = getattr(present, which)
        setattr(present, which, file)
        changes = {which: (old.name if old else None, file.name if file else None)}
        audit.record("product.document", present, by=by.id, scope=product.exhibitor.exhibition, changes=changes)
        if old is not None:
            remove(old)


def _pictures(product: Product) -> list[ProductPicture]:
    statement = select(ProductPicture).where(ProductPicture.product_id == product.id)
    return list(session().scalars(statement.order_by(ProductPicture.position, ProductPicture.id)))


def _place(rows: Sequence[ProductPicture], order: Sequence[int]) -> None:
    places = {ident: place for place, ident in enumerate(order)}
    for row in rows:
        if row.position != places[row.id]:
            row.position = places[row.id]


def _order_told(product: Product, by: Account) -> None:
    audit.record("product.pictures_ordered", product, by=by.id, scope=product.exhibitor.exhibition)


def _remove_unless_shared(file: StoredFile, picture: ProductPicture) -> None:
    """Products copied from last year show the same files."""
    others = select(ProductPicture.id).where(
        ProductPicture.id != picture.id,
        (ProductPicture.large_id == file.id) | (ProductPicture.small_id == file.id),
    )
    if session().scalar(others.limit(1)) is None:
        remove(file)
