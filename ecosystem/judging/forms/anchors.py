"""The levels of a criterion as they are typed: one a line, such as "0–5: no customers yet"."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from ecosystem.judging.domain.scoring import Anchor
from ecosystem.judging.domain.scoring.sheets import shown

_ANCHOR = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:[-–—]\s*(\d+(?:[.,]\d+)?))?\s*[:：]\s*(.+)$")


def parse_anchors(text: str) -> tuple[Anchor, ...]:
    """Read levels, one a line. Raises ValidationError naming the line that cannot be read."""
    anchors = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _ANCHOR.match(line)
        if match is None:
            raise ValidationError(_l("This line is no level such as “0–5: no customers yet”: %(line)s", line=line[:80]))
        anchors.append(_anchor(*match.groups()))
    return tuple(anchors)


def _anchor(start: str, end: str | None, text: str) -> Anchor:
    try:
        low, high = (Decimal(number.replace(",", ".")) for number in (start, end or start))
    except InvalidOperation as error:
        raise ValidationError(_l("Please type a number, such as 7,5.")) from error
    return Anchor(low, high, text.strip())


def written_anchors(anchors: Iterable[Anchor]) -> str:
    """Write levels as they are typed."""
    return "\n".join(
        f"{shown(a.start)}: {a.text}" if a.start == a.end else f"{shown(a.start)}–{shown(a.end)}: {a.text}"
        for a in anchors
    )
