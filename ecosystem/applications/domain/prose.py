"""What an entry says in sentences: the texts that are compared with those of other entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.applications.domain.content import Content, questions_of
from ecosystem.applications.domain.dossier import NAMING_KINDS
from ecosystem.core.errors import Text
from ecosystem.core.likeness import Segment, alike_passages, segments

_PROSE = frozenset({"short_text", "long_text", "rich_text"})


@dataclass(frozen=True)
class Part:
    """One text of an entry with the name of its question."""

    name: Text
    text: str


@dataclass(frozen=True)
class MarkedPart:
    """A text cut into pieces; pieces with a number stand in the other entry too."""

    name: Text
    pieces: Sequence[Segment]


@dataclass(frozen=True)
class SideBySide:
    """Two entries with their common passages numbered alike. `words` counts the words in common passages."""

    first: Sequence[MarkedPart]
    second: Sequence[MarkedPart]
    passages: int
    words: int


def prose_of(content: Content) -> list[Part]:
    """Return title, summary and the written answers in order, the empty ones left out; no names of people."""
    parts = [Part(_l("Title"), content.get("title", "")), Part(_l("Summary"), content.get("summary", ""))]
    for question in questions_of(content):
        if question["kind"] in _PROSE and question["kind"] not in NAMING_KINDS and question.get("value"):
            parts.append(Part(question["label"], str(question["value"])))
    return [part for part in parts if part.text.strip()]


def joined(parts: Sequence[Part]) -> str:
    """Return the texts as one, a blank line between two."""
    return "\n\n".join(part.text for part in parts)


def side_by_side(first: Sequence[Part], second: Sequence[Part]) -> SideBySide:
    """Mark what two entries have in common, wherever it stands in either; no passage runs on into the next text."""
    found = alike_passages(_kept_apart(first, "first"), _kept_apart(second, "second"))
    return SideBySide(
        _marked(first, "first", [passage.first for passage in found]),
        _marked(second, "second", [passage.second for passage in found]),
        passages=len(found),
        words=sum(passage.words for passage in found),
    )


def _kept_apart(parts: Sequence[Part], side: str) -> str:
    """The texts as one, parted by a word that the other side does not have, so that no common run crosses it."""
    return _between(side).join(part.text for part in parts)


def _between(side: str) -> str:
    return f"\n__{side}__\n"


def _marked(parts: Sequence[Part], side: str, spans: Sequence[tuple[int, int]]) -> list[MarkedPart]:
    marked = []
    offset = 0
    for part in parts:
        end = offset + len(part.text)
        inside = [
            (number, start - offset, stop - offset)
            for number, (start, stop) in enumerate(spans, start=1)
            if offset <= start < end
        ]
        numbers = [number for number, _start, _stop in inside]
        pieces = segments(part.text, [(start, stop) for _number, start, stop in inside])
        marked.append(
            MarkedPart(part.name, [Segment(each.text, each.passage and numbers[each.passage - 1]) for each in pieces])
        )
        offset = end + len(_between(side))
    return marked
