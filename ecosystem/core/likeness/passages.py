"""The passages two texts have in common: greedy string tiling (Wise 1993) over folded words.

The longest common run first, no word in two passages; so a paragraph that moved is found too, which a comparison line
by line would miss.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.core.likeness.words import Word, words_of

SHORTEST = 6


@dataclass(frozen=True)
class Passage:
    """A run of words both texts have: `[start, end)` in letters of the first and the second text."""

    words: int
    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `passage` is the number of the passage it belongs to (from 1), None outside."""

    text: str
    passage: int | None


def alike_passages(first: str, second: str, *, shortest: int = SHORTEST) -> list[Passage]:
    """Return the common runs of at least `shortest` words (at least 1), in the order of the first text."""
    if shortest < 1:
        raise ValueError("a passage has at least one word")
    mine, theirs = words_of(first), words_of(second)
    tiles = _tiles([word.folded for word in mine], [word.folded for word in theirs], shortest)
    return [
        Passage(length, _span(mine, start, length), _span(theirs, other, length))
        for start, other, length in sorted(tiles)
    ]


def segments(text: str, spans: Sequence[tuple[int, int]]) -> list[Segment]:
    """Return `text` cut at the `spans`, which do not overlap; a span's number is its place in `spans`, from 1."""
    pieces: list[Segment] = []
    reached = 0
    for number, (start, end) in sorted(enumerate(spans, start=1), key=lambda each: each[1]):
        if start > reached:
            pieces.append(Segment(text[reached:start], None))
        pieces.append(Segment(text[start:end], number))
        reached = end
    if reached < len(text):
        pieces.append(Segment(text[reached:], None))
    return pieces


def _span(words: Sequence[Word], start: int, length: int) -> tuple[int, int]:
    return words[start].start, words[start + length - 1].end


def _tiles(mine: list[str], theirs: list[str], shortest: int) -> list[tuple[int, int, int]]:
    """(start in mine, start in theirs, length), longest first; ties by place, so that the answer is one."""
    taken_mine, taken_theirs = [False] * len(mine), [False] * len(theirs)
    tiles: list[tuple[int, int, int]] = []
    waiting = sorted(_runs(mine, theirs, shortest), key=lambda run: (-run[2], run[0], run[1]))
    while waiting:
        shortened: list[tuple[int, int, int]] = []
        for start, other, length in waiting:
            free = _free(taken_mine, taken_theirs, start, other, length)
            if len(free) == 1 and free[0][2] == length:
                tiles.append((start, other, length))
                taken_mine[start : start + length] = [True] * length
                taken_theirs[other : other + length] = [True] * length
            else:
                shortened.extend(run for run in free if run[2] >= shortest)
        waiting = sorted(set(shortened), key=lambda run: (-run[2], run[0], run[1]))
    return tiles


def _free(mine: list[bool], theirs: list[bool], start: int, other: int, length: int) -> list[tuple[int, int, int]]:
    """What is left of a run when words are taken already: its free parts."""
    parts: list[tuple[int, int, int]] = []
    begun: int | None = None
    for step in range(length + 1):
        open_here = step < length and not mine[start + step] and not theirs[other + step]
        if open_here and begun is None:
            begun = step
        elif not open_here and begun is not None:
            parts.append((start + begun, other + begun, step - begun))
            begun = None
    return parts


def _runs(mine: list[str], theirs: list[str], shortest: int) -> list[tuple[int, int, int]]:
    """Every longest common run of at least `shortest` words, found from equal runs of exactly that length."""
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(theirs) - shortest + 1):
        where[tuple(theirs[place : place + shortest])].append(place)
    runs = []
    for start in range(len(mine) - shortest + 1):
        for other in where.get(tuple(mine[start : start + shortest]), ()):
            if start and other and mine[start - 1] == theirs[other - 1]:
                continue  # part of a run that began earlier
            length = shortest
            while (
                start + length < len(mine)
                and other + length < len(theirs)
                and mine[start + length] == theirs[other + length]
            ):
                length += 1
            runs.append((start, other, length))
    return runs
