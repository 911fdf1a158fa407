"""The cells of a timetable's row, written in one piece: a page of 300 people × 24 slots has seven thousand of them."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from ecosystem.core.errors import Text
from ecosystem.investors.queries.grids import Box, Line

EMPTY = {kind: f'<td class="tt-{kind}"></td>' for kind in ("away", "open", "break")}


def cells_of(
    line: Line, *, fresh: Collection[str], shows_locks: bool, edit: str | None, breaches: Mapping[str, Text]
) -> Markup:
    """Return the row's cells; `edit` is the address of a meeting's page without its number, `fresh` what is new."""
    written = [
        EMPTY.get(box.kind) or _meeting(box, _classes(box, fresh, shows_locks), edit, breaches) for box in line.boxes
    ]
    return Markup("".join(written))  # noqa: S704 - every part is escaped


def _classes(box: Box, fresh: Collection[str], shows_locks: bool) -> str:
    marks = (
        ("tt-is-locked", box.is_locked and shows_locks),
        ("tt-is-new", box.ident in fresh),
        ("tt-is-unwished", bool(box.wish)),
        ("tt-is-wrong", bool(box.wrong)),
        (f"tt-{box.state}", bool(box.state)),
    )
    return " ".join(["tt-meet", *(name for name, holds in marks if holds)])


def _meeting(box: Box, classes: str, edit: str | None, breaches: Mapping[str, Text]) -> str:
    said = " ".join(str(breaches[rule]) for rule in box.wrong.split())
    title = f' title="{escape(said)}"' if said else ""
    other = _escaped(box.other)
    inner = f'<a href="{_escaped(edit)}{_escaped(box.ident)}">{other}</a>' if edit else f"<span>{other}</span>"
    return f'<td class="{classes}"{title}>{inner}<small>{_escaped(box.table)}</small></td>'


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    return str(escape(text))
