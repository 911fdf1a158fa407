"""An exhibitor for which the lead of a startup acts, with a product; a rival asked and was reported."""

from sqlalchemy import select

from ecosystem.core.database import session, transaction
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.showcase.models import BoothPage, Enquiry, EnquiryReport, Product, Side
from ecosystem.showcase.services.favourites import keep
from tests.house_rules.parts import EVERYBODY, LEAD, NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.files import make_file
from tests.support.factories.showcase import make_certificate, make_enquiry, make_product

VISITOR = frozenset(("rival",))
MATRIX: Matrix = {
    "showcase:browse": (EVERYBODY, NO_ONE),
    "showcase:see_booth": (EVERYBODY, NO_ONE),
    "showcase:see_cover": (EVERYBODY, NO_ONE),
    "showcase:see_product": (EVERYBODY, NO_ONE),
    "showcase:see_dashboard": (LEAD | OF_STAFF, NO_ONE),
    "showcase:write": (LEAD, OF_STAFF),
    "showcase:edit_product": (LEAD, EVERYBODY),
    "showcase:keep": (SIGNED_IN, NO_ONE),
    "showcase:see_moderation": (OF_STAFF, NO_ONE),
    "showcase:hide_product": (RUNNERS, EVERYBODY),
    "enquiry:ask": (EVERYBODY - LEAD, LEAD),
    "enquiry:list_mine": (SIGNED_IN, NO_ONE),
    "enquiry:read_own": (VISITOR, NO_ONE),
    "enquiry:list": (LEAD, OF_STAFF),
    "enquiry:answer": (LEAD, NO_ONE),
    "enquiry:read_reported": (OF_STAFF, NO_ONE),
    "enquiry:decide_report": (RUNNERS, OF_STAFF),
}
ON_EXHIBITIONS = ("browse", "keep", "see_moderation")
ON_EXHIBITORS = ("showcase:see_booth", "showcase:see_dashboard", "showcase:write", "enquiry:ask", "enquiry:list")
ACTORS = {"/exhibitors/": "lead", "/booths/": "lead"}
WORDS = frozenset(("size", "which", "token"))
"""The size of a sign and which paper is meant name no record; a token proves itself."""


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """Everything that has an address."""
    exhibitor = _exhibitor(scene)
    product, enquiry, _report = _shown(exhibitor, scene)
    in_exhibition = {"slug": exhibitor.exhibition.slug}
    of_exhibitor = {"exhibitor_id": exhibitor.public_id}
    own_logo = exhibitor.logo
    assert own_logo is not None
    cover = session().scalars(select(BoothPage).where(BoothPage.exhibitor_id == exhibitor.id)).one().cover
    assert cover is not None
    return {
        **{f"showcase:{action}, exhibition_by_slug": in_exhibition for action in ON_EXHIBITIONS},
        **{f"{action}, exhibitor_by_public_id": of_exhibitor for action in ON_EXHIBITORS},
        "showcase:see_booth, exhibitor_by_logo": {"file_id": own_logo.public_id},
        "page_by_cover": {"file_id": cover.public_id},
        "product_at_booth": of_exhibitor | {"product_id": product.public_id},
        "product_in": in_exhibition | {"product_id": product.public_id},
        "product_of_file": {"file_id": product.pictures[0].small.public_id},
        "enquiry_by_public_id": {"enquiry_id": enquiry.public_id},
        "enquiry_at": of_exhibitor | {"enquiry_id": enquiry.public_id},
        "enquiry_in": in_exhibition | {"enquiry_id": enquiry.public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    exhibitor = _exhibitor(scene)
    product, enquiry, report = _shown(exhibitor, scene)
    keep(exhibitor, product, by=scene.person("owner"))
    return {
        "/exhibitions/<slug>": exhibitor.exhibition.slug,
        "/exhibitors/<exhibitor_id>": exhibitor.public_id,
        "/booths/<exhibitor_id>": exhibitor.public_id,
        "/favourites/<target>": product.public_id,
        "/enquiries/<enquiry_id>": enquiry.public_id,
        "/reports/<enquiry_id>": enquiry.public_id,
        "/products/<product_id>": product.public_id,
        **_children(product, report),
    }


def siblings(scene: Scene) -> dict[str, str]:
    """What hangs on another product and on another enquiry."""
    product, _enquiry, report = _shown(_exhibitor(scene), scene)
    return _children(product, report)


def _children(product: Product, report: EnquiryReport) -> dict[str, str]:
    return {
        "/pictures/<picture_id>": product.pictures[0].public_id,
        "/certificates/<certificate_id>": make_certificate(product).public_id,
        "/reports/<enquiry_id>/<report_id>": report.public_id,
    }


def _exhibitor(scene: Scene) -> Exhibitor:
    """In the exhibition that is there, so that features share it."""
    present = session().scalars(select(Exhibition).where(Exhibition.event_id == scene.event.id)).first()
    exhibitor = make_exhibitor(present or make_exhibition(scene.event), scene.person("lead"))
    with transaction():
        exhibitor.logo = make_file()
        session().add(BoothPage(exhibitor_id=exhibitor.id, cover=make_file()))
    return exhibitor


def _shown(exhibitor: Exhibitor, scene: Scene) -> tuple[Product, Enquiry, EnquiryReport]:
    product = make_product(exhibitor, pictures=2)
    visitor = scene.people.get("rival") or scene.person("member")
    enquiry = make_enquiry(exhibitor, visitor, product=product)
    report = EnquiryReport(enquiry_id=enquiry.id, side=Side.EXHIBITOR, reason="Quảng cáo")
    with transaction():
        session().add(report)
    session().expire(enquiry, ["reports"])
    return product, enquiry, report
