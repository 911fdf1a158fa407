"""Random public ids for URLs, and slugs for people."""

import re
import secrets

from ecosystem.core.search import fold

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def public_id(length: int = 12) -> str:
    """Return a random id without look-alike letters; 12 letters carry 59 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def slugify(text: str, *, longest: int = 80) -> str:
    """Return `text` as a slug: "Cuộc thi Đổi mới" becomes "cuoc-thi-doi-moi". May be empty."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = "-".join(words)[:longest].strip("-")
    return slug
