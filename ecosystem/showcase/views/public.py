"""What everybody sees: the showcase of an exhibition, booths, products, their pictures."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, requires
from ecosystem.core.addresses import absolute
from ecosystem.core.database import one_or_missing
from ecosystem.core.pagination import page_of
from ecosystem.core.signals import ask
from ecosystem.core.web.responses import file_answer
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.exhibitions.queries.exhibitions import (
    booths_by_exhibitor,
    booths_of,
    exhibition_by_slug,
    exhibitor_by_public_id,
    halls_of,
    zones_of,
)
from ecosystem.showcase.models import BoothPage, Product
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries import products as queries
from ecosystem.showcase.queries.favourites import targets_kept
from ecosystem.showcase.queries.index import SORTS, ShowcaseFilter, exhibitors_in, products_in
from ecosystem.showcase.signals import BoothLinksAsked
from ecosystem.showcase.views.frame import booth_url, name_things
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.uploads.responses import A_DAY, send_stored

bp = Blueprint("showcase", __name__)
bp.record(name_things)
PER_PAGE = 24


def filter_asked() -> ShowcaseFilter:
    """Read what is looked for from the address."""
    asked = request.args
    sort = asked.get("sort", "")
    return ShowcaseFilter(
        query=asked.get("q", "").strip()[:200],
        sector=asked.get("sector", "")[:40],
        stars=asked.get("stars", "")[:1],
        seeks=asked.get("seeks", "")[:40],
        place=asked.get("place", "")[:16],
        sort=sort if sort in SORTS else "",
    )


@bp.get("/exhibitions/<slug>/showcase")
@requires(ShowcaseAction.BROWSE, on=exhibition_by_slug, anonymous=True)
def index(exhibition: Exhibition) -> str:
    """All products of an exhibition."""
    wanted = filter_asked()
    page = page_of(products_in(exhibition, wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template(
        "showcase/index.html",
        exhibition=exhibition,
        page=page,
        wanted=wanted,
        pictures=queries.first_pictures([each.id for each in page.items]),
        booths=booths_by_exhibitor({each.exhibitor_id for each in page.items}),
        **_facets(exhibition),
    )


@bp.get("/exhibitions/<slug>/showcase/exhibitors")
@requires(ShowcaseAction.BROWSE, on=exhibition_by_slug, anonymous=True)
def exhibitors(exhibition: Exhibition) -> str:
    """All exhibitors of an exhibition."""
    wanted = filter_asked()
    page = page_of(exhibitors_in(exhibition, wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    idents = [each.id for each in page.items]
    return render_template(
        "showcase/exhibitors.html",
        exhibition=exhibition,
        page=page,
        wanted=wanted,
        booths=booths_by_exhibitor(idents),
        pages=queries.pages_of(idents),
        **_facets(exhibition),
    )


def _facets(exhibition: Exhibition) -> dict[str, Any]:
    return {
        "halls": halls_of(exhibition),
        "zones": zones_of(exhibition),
        "sectors": SECTORS,
        "kept": targets_kept(actor().id, exhibition),
    }


@bp.get("/booths/<exhibitor_id>")
@requires(ShowcaseAction.SEE_BOOTH, on=exhibitor_by_public_id, anonymous=True)
def booth(exhibitor: Exhibitor) -> str:
    """An exhibitor's page: who they are, where they stand, what they show."""
    return render_template(
        "showcase/booth.html",
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        page=queries.page_of_booth(exhibitor),
        products=queries.products_of(exhibitor, shown_only=True),
        booths=booths_of(exhibitor),
        links=ask(BoothLinksAsked(exhibitor.id)),
        kept=targets_kept(actor().id, exhibitor.exhibition),
        short_url=short_url(exhibitor),
    )


@bp.get("/booths/<exhibitor_id>/products/<product_id>")
@requires(ShowcaseAction.SEE_PRODUCT, on=queries.product_at_booth, anonymous=True)
def product(product: Product) -> str:
    """One product with all its pictures and papers."""
    exhibitor = product.exhibitor
    others = [each for each in queries.products_of(exhibitor, shown_only=True) if each.id != product.id]
    return render_template(
        "showcase/product.html",
        product=product,
        exhibitor=exhibitor,
        exhibition=exhibitor.exhibition,
        page=queries.page_of_booth(exhibitor),
        booths=booths_of(exhibitor),
        others=others[:4],
        kept=targets_kept(actor().id, exhibitor.exhibition),
    )


@bp.get("/b/<exhibitor_id>")
@requires(ShowcaseAction.SEE_BOOTH, on=exhibitor_by_public_id, anonymous=True)
def short(exhibitor: Exhibitor) -> Response:
    """Where the QR code on the sign leads: a short address makes a coarse code that is read from afar."""
    return redirect(booth_url(exhibitor, **{"from": "qr"}))


def short_url(exhibitor: Exhibitor) -> str:
    """Return the address on the sign, complete."""
    path = url_for("showcase.short", exhibitor_id=exhibitor.public_id)
    return absolute(path)


@bp.get("/booths/<exhibitor_id>/qr.<any(svg,png):kind>")
@requires(ShowcaseAction.SEE_BOOTH, on=exhibitor_by_public_id, anonymous=True)
def qr_code(exhibitor: Exhibitor, kind: str) -> Response:
    """The QR code of the booth, for people's own leaflets."""
    from ecosystem.showcase.documents.signs import qr_file  # loads the library of codes

    media = {"svg": "image/svg+xml", "png": "image/png"}[kind]
    return file_answer(qr_file(short_url(exhibitor), kind), f"qr-{exhibitor.public_id}.{kind}", media)


@bp.get("/booths/<exhibitor_id>/sign-<any(A4,A5):size>.pdf")
@requires(ShowcaseAction.SEE_DASHBOARD, on=exhibitor_by_public_id)
def sign(exhibitor: Exhibitor, size: str) -> Response:
    """The sign for the booth: number, name, QR code."""
    from ecosystem.showcase.documents.signs import sign_of, signs_document  # loads the PDF library

    found = sign_of(exhibitor, queries.page_of_booth(exhibitor), booths_of(exhibitor), short_url(exhibitor))
    content = signs_document([found], size)
    return file_answer(content, f"sign-{exhibitor.public_id}-{size}.pdf", "application/pdf")


@bp.get("/files/showcase/<file_id>")
@requires(ShowcaseAction.SEE_PRODUCT, on=queries.product_of_file, anonymous=True)
def file(product: Product) -> Response:
    """A picture or a paper of a product. Another file has another address, so browsers may keep it."""
    stored = queries.shown_file(str(request.view_args and request.view_args["file_id"]))
    return send_stored(stored, inline=True, max_age=A_DAY)


@bp.get("/files/booths/<file_id>")
@requires(ShowcaseAction.SEE_COVER, on=queries.page_by_cover, anonymous=True)
def cover(page: BoothPage) -> Response:
    """The cover of a booth's page."""
    return send_stored(one_or_missing(page.cover), inline=True, max_age=A_DAY)


@bp.get("/files/exhibitors/<file_id>")
@requires(ShowcaseAction.SEE_BOOTH, on=queries.exhibitor_by_logo, anonymous=True)
def logo(exhibitor: Exhibitor) -> Response:
    """An exhibitor's logo."""
    return send_stored(one_or_missing(exhibitor.logo), inline=True, max_age=A_DAY)
