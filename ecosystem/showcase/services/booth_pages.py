"""An exhibitor's public page: its words, its cover."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.models import BoothPage
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove, rendition_of

COVER_SIDE, LOGO_SIDE = 1600, 480


def write_page(exhibitor: Exhibitor, values: Mapping[str, Any], *, version: int | None, by: Account) -> BoothPage:
    """Write what the public page shows beside name, logo and products. Raises StaleEdit."""
    with transaction():
        page = _page(exhibitor)
        check_version(page, version)
        changes = audit.assign(page, values)
        if changes:
            audit.record("booth_page.edited", page, by=by.id, scope=exhibitor.exhibition, changes=changes)
        return page


def replace_cover(exhibitor: Exhibitor, file: StoredFile | None, *, by: Account) -> None:
    """Show another cover picture, or none; the old one is removed. `file` is painted as WebP first."""
    cover = None
    if file is not None:
        cover = rendition_of(file, purpose="booth_cover", longest_side=COVER_SIDE, quality=76, by=by.id)
    with transaction():
        page = _page(exhibitor)
        old, page.cover = page.cover, cover
        changes = {"cover": (old.name if old else None, cover.name if cover else None)}
        audit.record("booth_page.cover_replaced", page, by=by.id, scope=exhibitor.exhibition, changes=changes)
        for each in (old, file):
            if each is not None:
                remove(each)


def replace_logo(exhibitor: Exhibitor, file: StoredFile | None, *, by: Account) -> None:
    """Show another logo, or none (then the startup's); the old one is removed. `file` is painted as WebP first."""
    logo = None
    if file is not None:
        logo = rendition_of(file, purpose="booth_logo", longest_side=LOGO_SIDE, quality=86, by=by.id)
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        old, present.logo = present.logo, logo
        changes = {"logo": (old.name if old else None, logo.name if logo else None)}
        audit.record("exhibitor.logo_replaced", present, by=by.id, scope=present.exhibition, changes=changes)
        for each in (old, file):
            if each is not None:
                remove(each)


def _page(exhibitor: Exhibitor) -> BoothPage:
    """The exhibitor's page, locked; made the first time. The exhibitor's row keeps two from making it at once."""
    locked(Exhibitor, exhibitor.id)
    ident = session().scalar(select(BoothPage.id).where(BoothPage.exhibitor_id == exhibitor.id))
    if ident is not None:
        return locked(BoothPage, ident)
    page = BoothPage(exhibitor_id=exhibitor.id)
    with unique_or(_l("Somebody else changed this meanwhile. Please look at it again.")):
        session().add(page)
        session().flush()
    return page
