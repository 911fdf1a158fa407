"""Which of many texts are alike.

Two measures, because each misses what the other finds. The cosine of TF-IDF vectors over words and pairs of words
(Salton and Buckley 1988: logarithmic tf, smoothed idf) finds the same idea told in similar words. The share of common
runs of five words (containment, Broder 1997) finds a paragraph copied into an otherwise different text.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ecosystem.core.likeness.words import folded_words

_RUN = 5
_BLOCK = 512  # rows multiplied at once: 512 × 5,000 products are 20 MB
_COMMON = 25  # a term in more than one of so many texts counts as common


@dataclass(frozen=True)
class Thresholds:
    """From where on a pair counts as alike; both measures run from 0 (nothing in common) to 1 (the same).

    Texts with fewer than `shortest` words are never alike: two titles in common say nothing. A run that stands in
    more than `boilerplate` texts says nothing about any two of them.
    """

    likeness: float = 0.45
    copied: float = 0.12
    shortest: int = 20
    boilerplate: int = 12


@dataclass(frozen=True)
class AlikePair:
    """Two texts by their places in the list, `first < second`."""

    first: int
    second: int
    likeness: float
    copied: float

    @property
    def strength(self) -> float:
        """The larger of the two measures; pairs are listed by it."""
        return max(self.likeness, self.copied)


def alike_pairs(
    texts: Sequence[str], *, focus: Collection[int] | None = None, thresholds: Thresholds | None = None
) -> list[AlikePair]:
    """Return the pairs of `texts` that are alike, strongest first; none for fewer than two texts.

    `focus`: only pairs in which at least one text has one of these places. The order of `texts` changes nothing but
    the places.
    """
    limits = thresholds or Thresholds()
    cut = [folded_words(text) for text in texts]
    places = [place for place, words in enumerate(cut) if len(words) >= limits.shortest]
    rows = [row for row, place in enumerate(places) if focus is None or place in focus]
    if len(places) < 2 or not rows:
        return []
    numbered = _numbered([cut[place] for place in places])
    vectors, runs = _tf_idf(numbered), _Runs(numbered, limits.boilerplate)
    candidates = set(_above(vectors, rows, limits.likeness)) | set(runs.candidates(rows, limits.copied))
    return _measured(sorted(candidates), vectors, runs, places, limits)


def _measured(
    candidates: Sequence[tuple[int, int]], vectors: Any, runs: "_Runs", places: Sequence[int], limits: Thresholds
) -> list[AlikePair]:
    """Both measures of every candidate; what is above neither threshold is left out."""
    if not candidates:
        return []
    first, second = ([pair[side] for pair in candidates] for side in (0, 1))
    cosines = vectors[first].multiply(vectors[second]).sum(axis=1).A1
    shares = runs.shares(first, second)
    pairs = [
        AlikePair(places[a], places[b], min(1.0, float(cosine)), float(share))
        for (a, b), cosine, share in zip(candidates, cosines, shares, strict=True)
        if cosine >= limits.likeness or share >= limits.copied
    ]
    return sorted(pairs, key=lambda pair: (-pair.strength, pair.first, pair.second))


def _above(matrix: Any, rows: Sequence[int], floor: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs (smaller, larger) of rows whose product is at least `floor`, one of them in `rows`.

    Terms of many texts make a sparse product slow (every text meets every other), so they are multiplied densely.
    """
    import numpy

    occurs = numpy.bincount(matrix.indices, minlength=matrix.shape[1])
    is_common = occurs * _COMMON > matrix.shape[0]
    rare, common = matrix[:, numpy.flatnonzero(~is_common)], matrix[:, numpy.flatnonzero(is_common)].toarray()
    turned = rare.T.tocsr()
    for start in range(0, len(rows), _BLOCK):
        block = numpy.asarray(rows[start : start + _BLOCK])
        products = (rare[block] @ turned).toarray() + common[block] @ common.T
        for row, other in numpy.argwhere(products >= floor).tolist():
            mine = int(block[row])
            if mine != other:
                yield min(mine, other), max(mine, other)


def _numbered(texts: Sequence[Sequence[str]]) -> list[Any]:
    """The texts as arrays of word numbers, in alphabetical order so that the order of texts changes nothing."""
    import numpy

    numbers = {word: number for number, word in enumerate(sorted({word for text in texts for word in text}))}
    return [numpy.array([numbers[word] for word in text], dtype=numpy.int64) for text in texts]


def _tf_idf(texts: Sequence[Any]) -> Any:
    """One row of length 1 a text, over words and pairs of neighbouring words."""
    import numpy

    base = 1 + max(int(text.max()) for text in texts)
    terms = [numpy.concatenate([text, base + text[:-1] * base + text[1:]]) for text in texts]
    counts = _counted(terms)
    weights = counts.copy()
    weights.data = 1.0 + numpy.log(weights.data)
    occurs = numpy.bincount(counts.indices, minlength=counts.shape[1])
    weights.data *= (numpy.log((1 + len(texts)) / (1 + occurs)) + 1.0)[weights.indices]
    lengths = numpy.sqrt(weights.multiply(weights).sum(axis=1).A1)
    shared = weights[:, numpy.flatnonzero(occurs > 1)]  # a term of one text counts for its length alone
    return _each_row_times(shared, 1.0 / lengths)


class _Runs:
    """Which runs of words stand in which text, without those that stand in many."""

    def __init__(self, texts: Sequence[Any], boilerplate: int) -> None:
        import numpy

        found = _counted([_run_numbers(text) for text in texts])
        occurs = numpy.bincount(found.indices, minlength=found.shape[1])
        kept = found[:, numpy.flatnonzero(occurs <= boilerplate)]
        kept.data = numpy.ones_like(kept.data)
        self.matrix = kept
        self.sizes = numpy.maximum(numpy.diff(kept.indptr), 1)

    def candidates(self, rows: Sequence[int], floor: float) -> set[tuple[int, int]]:
        """Pairs that share at least `floor` of the shorter text's runs, one of them in `rows`."""
        import numpy

        sharing = sorted(set(_above(self.matrix, rows, 1.0)))
        shares = self.shares([a for a, _ in sharing], [b for _, b in sharing])
        return {sharing[place] for place in numpy.flatnonzero(shares >= floor)}

    def shares(self, first: Sequence[int], second: Sequence[int]) -> Any:
        """The runs in common, as a share of the runs of the shorter text."""
        import numpy

        if not first:
            return numpy.zeros(0)
        common = self.matrix[first].multiply(self.matrix[second]).sum(axis=1).A1
        return common / numpy.minimum(self.sizes[first], self.sizes[second])


def _run_numbers(text: Any) -> Any:
    """A number for every run of words: a 64-bit rolling product, the same for the same run."""
    import numpy

    if len(text) < _RUN:
        return numpy.zeros(0, dtype=numpy.int64)
    mixed = numpy.zeros(len(text) - _RUN + 1, dtype=numpy.uint64)
    factor = numpy.uint64(0x9E3779B97F4A7C15)
    for offset in range(_RUN):
        mixed = (mixed ^ (text[offset : offset + len(mixed)].astype(numpy.uint64) + numpy.uint64(1))) * factor
        mixed ^= mixed >> numpy.uint64(29)
    return mixed.view(numpy.int64)


def _counted(terms: Sequence[Any]) -> Any:
    """A sparse table text × term of how often a term stands in a text."""
    import numpy
    from scipy.sparse import csr_matrix

    _known, columns = numpy.unique(numpy.concatenate(terms), return_inverse=True)
    rows = numpy.repeat(numpy.arange(len(terms)), [len(each) for each in terms])
    shape = (len(terms), len(_known))
    counted = csr_matrix((numpy.ones(len(columns)), (rows, columns)), shape=shape)
    counted.sum_duplicates()
    return counted


def _each_row_times(matrix: Any, factors: Any) -> Any:
    from scipy.sparse import diags

    return (diags(factors) @ matrix).tocsr()
