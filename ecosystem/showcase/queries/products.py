"""Products by their addresses, with what hangs on them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorMember
from ecosystem.showcase.models import BoothPage, Product, ProductCertificate, ProductPicture, ProductState
from ecosystem.uploads.models import FileState, StoredFile


def product_by_public_id(product_id: str) -> Product:
    """Return a product with its exhibitor, exhibition and organiser. Raises NoSuchRecord."""
    return _one(Product.public_id == product_id)


def product_at_booth(exhibitor_id: str, product_id: str) -> Product:
    """Return a product of that exhibitor with all its pictures and certificates. Raises NoSuchRecord."""
    return _one(Product.public_id == product_id, Exhibitor.public_id == exhibitor_id)


def product_in(slug: str, product_id: str) -> Product:
    """Return a product of that exhibition with all its pictures and certificates. Raises NoSuchRecord."""
    in_exhibition = Exhibitor.exhibition_id.in_(select(Exhibition.id).where(Exhibition.slug == slug))
    return _one(Product.public_id == product_id, in_exhibition)


def _one(*conditions: Any) -> Product:
    statement = (
        select(Product)
        .join(Product.exhibitor)
        .where(*conditions, Product.removed_at.is_(None))
        .options(
            contains_eager(Product.exhibitor)
            .joinedload(Exhibitor.exhibition)
            .joinedload(Exhibition.event)
            .joinedload(Event.organiser),
            joinedload(Product.brochure),
            joinedload(Product.ocop_file),
            selectinload(Product.pictures).options(joinedload(ProductPicture.large), joinedload(ProductPicture.small)),
            selectinload(Product.certificates).joinedload(ProductCertificate.file),
        )
    )
    return one_or_missing(session().scalar(statement))


def product_of_file(file_id: str) -> Product:
    """Return the product that shows the file as a picture, a certificate or its brochure. Raises NoSuchRecord.

    One statement, for pages ask for many pictures; the file itself is `shown_file`.
    """
    wanted = select(StoredFile.id).where(StoredFile.public_id == file_id).scalar_subquery()
    of_picture = select(ProductPicture.product_id).where(
        or_(ProductPicture.small_id == wanted, ProductPicture.large_id == wanted)
    )
    of_certificate = select(ProductCertificate.product_id).where(ProductCertificate.file_id == wanted)
    statement = (
        select(Product)
        .where(
            Product.removed_at.is_(None),
            or_(
                Product.id.in_(of_picture),
                Product.id.in_(of_certificate),
                Product.brochure_id == wanted,
                Product.ocop_file_id == wanted,
            ),
        )
        .options(joinedload(Product.exhibitor).joinedload(Exhibitor.exhibition).joinedload(Exhibition.event))
    )
    return one_or_missing(session().scalars(statement).first())


def shown_file(file_id: str) -> StoredFile:
    """Return a stored file by its public id. Raises NoSuchRecord."""
    found = select(StoredFile).where(StoredFile.public_id == file_id, StoredFile.state == FileState.STORED)
    return one_or_missing(session().scalar(found))


def products_of(exhibitor: Exhibitor, *, shown_only: bool = False) -> Sequence[Product]:
    """Return an exhibitor's products in their order, with pictures and certificates; three statements."""
    statement = (
        select(Product)
        .where(Product.exhibitor_id == exhibitor.id, Product.removed_at.is_(None))
        .options(
            selectinload(Product.pictures).joinedload(ProductPicture.small),
            selectinload(Product.certificates),
        )
        .order_by(Product.position, Product.id)
    )
    if shown_only:
        statement = statement.where(Product.state == ProductState.PUBLISHED, Product.hidden_at.is_(None))
    return scalars(statement)


def counts_of(exhibitor: Exhibitor) -> tuple[int, int, int]:
    """Return how many products an exhibitor has: all, published, hidden by the organiser; one statement."""
    published = func.count().filter(Product.state == ProductState.PUBLISHED)
    row = session().execute(
        select(func.count(), published, func.count(Product.hidden_at)).where(
            Product.exhibitor_id == exhibitor.id, Product.removed_at.is_(None)
        )
    ).one()  # fmt: skip
    return int(row[0]), int(row[1]), int(row[2])


def first_pictures(product_ids: Collection[int]) -> dict[int, ProductPicture]:
    """Map products to their first picture, with its small file; one statement."""
    rows = scalars(
        select(ProductPicture)
        .where(ProductPicture.product_id.in_(product_ids))
        .options(joinedload(ProductPicture.small))
        .order_by(ProductPicture.position.desc(), ProductPicture.id.desc())
    )
    return {row.product_id: row for row in rows}


def picture_of(product: Product, picture_id: str) -> ProductPicture:
    """Return a picture of the product. Raises NoSuchRecord."""
    return one_or_missing(next((each for each in product.pictures if each.public_id == picture_id), None))


def certificate_of(product: Product, certificate_id: str) -> ProductCertificate:
    """Return a certificate of the product. Raises NoSuchRecord."""
    return one_or_missing(next((each for each in product.certificates if each.public_id == certificate_id), None))


def page_of_booth(exhibitor: Exhibitor) -> BoothPage | None:
    """Return what was written for the exhibitor's public page, with its cover; None when nothing was."""
    statement = select(BoothPage).where(BoothPage.exhibitor_id == exhibitor.id).options(joinedload(BoothPage.cover))
    return session().scalar(statement)


def page_by_cover(file_id: str) -> BoothPage:
    """Return the booth page whose cover that file is, with exhibitor and exhibition. Raises NoSuchRecord."""
    statement = (
        select(BoothPage)
        .join(BoothPage.cover)
        .where(StoredFile.public_id == file_id, StoredFile.state == FileState.STORED)
        .options(
            contains_eager(BoothPage.cover),
            joinedload(BoothPage.exhibitor).joinedload(Exhibitor.exhibition).joinedload(Exhibition.event),
        )
    )
    return one_or_missing(session().scalar(statement))


def exhibitor_by_logo(file_id: str) -> Exhibitor:
    """Return the exhibitor whose own logo that file is, with its exhibition. Raises NoSuchRecord."""
    statement = (
        select(Exhibitor)
        .join(Exhibitor.logo)
        .where(StoredFile.public_id == file_id, StoredFile.state == FileState.STORED)
        .options(contains_eager(Exhibitor.logo), joinedload(Exhibitor.exhibition).joinedload(Exhibition.event))
    )
    return one_or_missing(session().scalar(statement))


def pages_of(exhibitor_ids: Collection[int]) -> dict[int, BoothPage]:
    """Map exhibitors to what was written for their pages, with covers; one statement."""
    rows = scalars(
        select(BoothPage).where(BoothPage.exhibitor_id.in_(exhibitor_ids)).options(joinedload(BoothPage.cover))
    )
    return {row.exhibitor_id: row for row in rows}


def earlier_products(exhibitor: Exhibitor) -> Select[Any]:
    """Statement: products the same startup or organisation showed at other exhibitions, newest first, by name once.

    Anybody can call their organisation by another's name: it is the same one where somebody was in both teams.
    """
    team = select(ExhibitorMember.account_id).where(ExhibitorMember.exhibitor_id == exhibitor.id)
    in_both = exists().where(ExhibitorMember.exhibitor_id == Exhibitor.id, ExhibitorMember.account_id.in_(team))
    same = (
        Exhibitor.startup_id == exhibitor.startup_id
        if exhibitor.startup_id is not None
        else and_(Exhibitor.party_key == exhibitor.party_key, Exhibitor.startup_id.is_(None), in_both)
    )
    return (
        select(Product)
        .join(Product.exhibitor)
        .join(Exhibition, Exhibition.id == Exhibitor.exhibition_id)
        .where(same, Exhibitor.id != exhibitor.id, Product.removed_at.is_(None))
        .options(
            contains_eager(Product.exhibitor).joinedload(Exhibitor.exhibition),
            selectinload(Product.pictures).options(joinedload(ProductPicture.large), joinedload(ProductPicture.small)),
            selectinload(Product.certificates).joinedload(ProductCertificate.file),
        )
        .order_by(Product.created_at.desc(), Product.id.desc())
    )
