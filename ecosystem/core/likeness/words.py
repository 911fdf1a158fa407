"""Words of a text, folded, with their places in it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ecosystem.core.search import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word without marks and case; `text[start:end]` is how it was written."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of `text` in order. "Cà-phê" is two words, as Vietnamese counts syllables."""
    return [Word(_folded(found.group()), *found.span()) for found in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """Return the words of `text` without marks and case, where their places do not matter."""
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    """Texts of one field repeat their words; folding each once is most of the speed."""
    return fold(word)
