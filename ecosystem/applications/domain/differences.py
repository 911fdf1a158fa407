"""What changed between two contents of an entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.applications.domain.content import Content, questions_of
from ecosystem.core.errors import Text


@dataclass(frozen=True)
class Difference:
    """One thing that changed, each side in words; an empty side was not there."""

    name: Text
    before: str
    after: str


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what changed, in the order of the later content, then what is gone."""
    old, new = _flat(before), _flat(after)
    names = [*new, *(key for key in old if key not in new)]
    found = []
    for key in names:
        name = (new.get(key) or old[key])[0]
        sides = old.get(key, (name, ""))[1], new.get(key, (name, ""))[1]
        if sides[0] != sides[1]:
            found.append(Difference(name, *sides))
    return found


def _flat(content: Content) -> dict[str, tuple[Text, str]]:
    board, startup = content.get("board") or {}, content.get("startup") or {}
    flat: dict[str, tuple[Text, str]] = {
        "*title": (_l("Title"), content.get("title", "")),
        "*summary": (_l("Summary"), content.get("summary", "")),
        "*board": (_l("Board"), board.get("name", "")),
        "*startup": (_l("Startup"), startup.get("name", "")),
    }
    for question in questions_of(content):
        flat[question["key"]] = (question["label"], _words(question))
    flat["*team"] = (_l("Team"), "\n".join(_member(row) for row in content.get("members", ())))
    return flat


def _words(question: Mapping[str, Any]) -> str:
    files = ", ".join(file["name"] for file in question.get("files", ()))
    if files:
        return files
    if question.get("shown"):
        return str(question["shown"])
    value = question.get("value")
    if isinstance(value, bool):
        return str(_l("Yes") if value else _l("No"))
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return "" if value is None else str(value)


def _member(row: Mapping[str, Any]) -> str:
    return " – ".join(part for part in (row["name"], row.get("role", "")) if part)
