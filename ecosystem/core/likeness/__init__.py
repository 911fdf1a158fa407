"""How alike texts are, and which passages they share. Pure; numpy and scipy are imported when texts are compared.

`words` cuts a text into folded words that remember their places, `pairs` finds which of many texts are alike,
`passages` finds what two texts have in common.
"""

from ecosystem.core.likeness.pairs import AlikePair, Thresholds, alike_pairs
from ecosystem.core.likeness.passages import Passage, Segment, alike_passages, segments
from ecosystem.core.likeness.words import Word, words_of

__all__ = [
    "AlikePair",
    "Passage",
    "Segment",
    "Thresholds",
    "Word",
    "alike_pairs",
    "alike_passages",
    "segments",
    "words_of",
]
