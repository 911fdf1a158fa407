"""Products from the draft to the public page: limits, lost updates, pictures, copies of last year."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.core.errors import Invalid, Refused, StaleEdit
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.domain.products import PriceKind, ProductDetails
from ecosystem.showcase.models import Product, ProductState
from ecosystem.showcase.queries.products import product_by_public_id, products_of
from ecosystem.showcase.services import copying, media, products
from ecosystem.uploads.models import FileState
from ecosystem.uploads.services import open_stored
from tests.support.factories.exhibitions import make_exhibition
from tests.support.factories.files import make_file, picture
from tests.support.factories.showcase import make_certificate, make_picture, make_product, make_stand
from tests.support.factories.startups import make_person, make_startup


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    return make_stand()


@pytest.fixture
def by(stand: Exhibitor) -> Account:
    return stand.contact


def details(name: str = "Cà phê Đắk Mẫu", **values: Any) -> ProductDetails:
    return ProductDetails(name=name, **{"summary": "Rang vừa", **values})


def test_a_product_needs_a_picture_to_be_public(stand: Exhibitor, by: Account) -> None:
    product = products.create_product(stand, details(), by=by)
    assert product.state is ProductState.DRAFT
    with pytest.raises(Refused) as refused:
        products.publish_product(product, by=by)
    assert len(refused.value.details["missing"]) == 1
    media.add_picture(product, make_file(picture(), "anh.png"), by=by)
    products.publish_product(product, by=by)
    products.publish_product(product, by=by)
    assert product.is_shown
    products.withdraw_product(product, by=by)
    assert not product.is_shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_kind": PriceKind.FIXED},
        {"price_kind": PriceKind.RANGE, "price_low": 5, "price_high": 5},
        {"ocop_stars": 2},
        {"ocop_stars": 4, "ocop_year": 1999},
    ],
)
def test_what_cannot_be_is_refused_at_its_field(stand: Exhibitor, by: Account, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as invalid:
        products.create_product(stand, details(**wrong), by=by)
    assert set(invalid.value.details) <= {"price_low", "price_high", "ocop_stars", "ocop_year"}
    assert not products_of(stand)


def test_what_does_not_belong_to_the_price_is_forgotten(stand: Exhibitor, by: Account) -> None:
    product = products.create_product(
        stand, details(price_low=5_000, price_high=9_000, ocop_number="12/QĐ", ocop_year=2024), by=by
    )
    assert (product.price_low, product.price_high) == (None, None)
    assert (product.ocop_number, product.ocop_year) == ("", None)


def test_a_stale_edit_changes_nothing(stand: Exhibitor, by: Account) -> None:
    product = products.create_product(stand, details(), by=by)
    shown = product.version
    products.edit_product(product, details("Tên mới"), version=shown, by=by)
    with pytest.raises(StaleEdit):
        products.edit_product(product, details("Tên khác"), version=shown, by=by)
    assert product_by_public_id(product.public_id).name == "Tên mới"


def test_the_order_is_the_exhibitors(stand: Exhibitor, by: Account) -> None:
    one, two, three = (products.create_product(stand, details(name), by=by) for name in "abc")
    products.move_product(three, "up", by=by)
    products.move_product(one, "up", by=by)
    assert [each.name for each in products_of(stand)] == ["a", "c", "b"]
    products.remove_product(two, by=by)
    products.remove_product(two, by=by)
    assert [each.name for each in products_of(stand)] == ["a", "c"]


def test_pictures_are_painted_anew_small_and_without_notes(stand: Exhibitor, by: Account) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Chụp tại nhà riêng"
    large = picture("JPEG", (3000, 2000), exif=exif)
    product = make_product(stand, pictures=0)
    uploaded = make_file(large, "anh.jpg")
    shown = media.add_picture(product, uploaded, by=by)
    assert uploaded.state is FileState.REMOVED
    assert (shown.large.media_type, shown.large.width) == ("image/webp", 1400)
    assert (shown.small.width, shown.small.height) == (480, 320)
    assert shown.small.size < 30_000
    for file in (shown.large, shown.small):
        with open_stored(file) as content:
            assert not Image.open(io.BytesIO(content.read())).getexif()


def test_pictures_are_ordered_and_the_last_one_stays(stand: Exhibitor, by: Account) -> None:
    product = make_product(stand, pictures=0)
    one, two, three = (make_picture(product) for _ in range(3))
    media.order_pictures(product, [three.public_id, "stranger", one.public_id], by=by)
    assert [each.id for each in order(product)] == [three.id, one.id, two.id]
    media.move_picture(two, "up", by=by)
    assert [each.id for each in order(product)] == [three.id, two.id, one.id]
    media.remove_picture(one, by=by)
    media.remove_picture(two, by=by)
    with pytest.raises(Refused):
        media.remove_picture(three, by=by)


def order(product: Product) -> Any:
    return sorted(product_by_public_id(product.public_id).pictures, key=lambda each: each.position)


def test_there_are_at_most_eight_pictures(stand: Exhibitor, by: Account) -> None:
    product = make_product(stand, pictures=8)
    with pytest.raises(Refused):
        media.add_picture(product, make_file(picture(), "anh.png"), by=by)


def test_certificates(stand: Exhibitor, by: Account) -> None:
    product = make_product(stand)
    given: dict[str, Any] = {"number": "1", "valid_until": None, "file": None, "by": by}
    with pytest.raises(Invalid):
        media.add_certificate(product, kind="unknown", title="", **given)
    with pytest.raises(Invalid):
        media.add_certificate(product, kind="other", title=" ", **given)
    file = make_file()
    row = media.add_certificate(product, kind="other", title="Nhãn xã", **given | {"file": file})
    media.remove_certificate(row, by=by)
    media.remove_certificate(row, by=by)
    assert file.state is FileState.REMOVED


def test_nobody_gets_the_products_of_another_organisation_by_taking_its_name(session: Session, by: Account) -> None:
    name = {"name": "Hợp tác xã Mẫu Đại Ngàn", "party_key": "org:hop tac xa mau dai ngan"}
    theirs = make_stand(make_exhibition(), make_person("Người Thật"), **name)
    secret = make_product(theirs, name="Chưa công bố", brochure=make_file(), state=ProductState.DRAFT)
    stranger = make_stand(make_exhibition(), by, **name)
    assert copying.earlier_products_of(stranger) == []
    assert copying.copy_products(stranger, [secret.public_id], by=by) == []
    again = make_stand(make_exhibition(), theirs.contact, **name)
    assert [each.id for each in copying.earlier_products_of(again)] == [secret.id]


def test_last_years_products_come_along_once(session: Session, by: Account, stand: Exhibitor) -> None:
    startup = make_startup(by, one_liner="Cà phê sạch", description="Chúng tôi rang cà phê", sectors=["ca_phe"])
    before = make_stand(make_exhibition(), by, startup_id=startup.id)
    now = make_stand(make_exhibition(), by, startup_id=startup.id)
    source = make_product(before, name="Cà phê cũ", price_kind=PriceKind.FIXED, price_low=9_000, brochure=make_file())
    make_certificate(source, file_id=make_file().id)
    foreign = make_product(stand)
    wanted = [source.public_id, foreign.public_id]
    (made,) = copying.copy_products(now, wanted, by=by)
    assert copying.copy_products(now, wanted, by=by) == []
    copied = product_by_public_id(made.public_id)
    assert (copied.name, copied.price_low, copied.state) == ("Cà phê cũ", 9_000, ProductState.DRAFT)
    assert copied.pictures[0].small_id == source.pictures[0].small_id
    assert copied.brochure_id not in (None, source.brochure_id)
    assert copied.certificates[0].file_id not in (None, source.certificates[0].file_id)
    media.remove_picture(copied.pictures[0], by=by)
    assert source.pictures[0].small.state is FileState.STORED, "last year's page keeps its picture"
    assert products.first_values(now).summary == "Cà phê sạch"
    assert products.first_values(now).sectors == ("ca_phe",)
