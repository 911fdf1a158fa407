"""What people typed, made inert in the Markdown of a mail: an invitation is sent in our name to any address."""

import re
from typing import Any

from markupsafe import Markup

_LIVE = re.compile(r"[\\\[\]<]")
_ESCAPED = re.compile(r"\\([\\\[\]<])")


def inert(value: Any) -> str:
    """Return a template's value as text in which Markdown finds no link, picture or address.

    Markdown meant as such, an organiser's answer, is marked `|safe` in the template.
    """
    return str(value) if isinstance(value, Markup) else _LIVE.sub(r"\\\g<0>", str(value))


def plain(text: str) -> str:
    """Return the text without the marks of `inert`, as it is read where there is no Markdown."""
    return _ESCAPED.sub(r"\1", text)
