"""Slugs that are free."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ecosystem.core.database import Model, session
from ecosystem.core.errors import AlreadyTaken
from ecosystem.core.identifiers import public_id, slugify


def free_slug(kind: Any, text: str, *, fallback: str, reserved: Collection[str] = ()) -> str:
    """Return a slug made from `text` that no row of `kind` (a model with a unique `slug`) has now.

    Taken and reserved ones get a number: "techfest-2". Texts without Latin letters give `fallback`.
    """
    base = slugify(text, longest=70) or fallback
    taken = {*session().scalars(select(kind.slug).where(kind.slug.startswith(base, autoescape=True))), *reserved}
    if base not in taken:
        return base
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)


def add_with_slug(row: Any, text: str, *, fallback: str, reserved: Collection[str] = ()) -> None:
    """Store a new row under a free slug, inside a transaction; when another takes it first, under a random one."""
    row.slug = free_slug(type(row), text, fallback=fallback, reserved=reserved)
    for ending in ("", public_id(4), public_id(6)):
        row.slug = f"{row.slug}-{ending}" if ending else row.slug
        if _stored(row):
            return
    raise AlreadyTaken(_l("This name is taken. Please choose another one."))


def _stored(row: Model) -> bool:
    try:
        with session().begin_nested():
            session().add(row)
            session().flush()
    except IntegrityError as error:
        if "slug" not in str(error.orig):
            raise
        return False
    return True
