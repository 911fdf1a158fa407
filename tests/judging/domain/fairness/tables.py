"""Published tables and made-up boards for the tests of fairness and reliability."""

from collections.abc import Sequence

import numpy as np

from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate

# O. L. Davies, Statistical Methods in Research and Production, 2nd edition 1947, table 6.2: six batches of dyestuff.
DYESTUFF = (
    (1545, 1440, 1440, 1520, 1580),
    (1540, 1555, 1490, 1560, 1495),
    (1595, 1550, 1605, 1510, 1560),
    (1445, 1440, 1595, 1465, 1545),
    (1595, 1630, 1515, 1635, 1625),
    (1520, 1455, 1450, 1480, 1445),
)

# The same book, 4th edition 1972, table 6.6: growth inhibition (mm) on 24 plates by six samples of penicillin.
PENICILLIN = (
    (27, 23, 26, 23, 23, 21),
    (27, 23, 26, 23, 23, 21),
    (25, 21, 25, 24, 24, 20),
    (26, 23, 25, 23, 23, 20),
    (25, 22, 26, 22, 23, 20),
    (24, 22, 25, 23, 22, 19),
    (24, 20, 23, 21, 22, 19),
    (26, 22, 26, 24, 24, 21),
    (24, 21, 24, 22, 22, 20),
    (24, 21, 24, 23, 22, 19),
    (26, 23, 26, 24, 24, 21),
    (25, 22, 26, 24, 24, 20),
    (26, 24, 26, 24, 25, 22),
    (26, 23, 26, 23, 23, 20),
    (26, 23, 25, 24, 24, 22),
    (25, 22, 25, 23, 23, 20),
    (25, 21, 24, 23, 23, 20),
    (25, 22, 24, 23, 23, 19),
    (24, 21, 23, 21, 21, 19),
    (26, 23, 26, 24, 24, 21),
    (25, 21, 24, 22, 22, 18),
    (25, 22, 25, 22, 22, 20),
    (24, 21, 24, 22, 24, 19),
    (24, 21, 24, 22, 21, 18),
)

# P. E. Shrout, J. L. Fleiss 1979, table 2: six targets by four judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def table_of(rows: Sequence[Sequence[float | None]]) -> ReviewTable:
    """Entries × judges, None where nobody scored."""
    reviews = [Review(i, j, float(v)) for i, row in enumerate(rows) for j, v in enumerate(row) if v is not None]
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    return table


def board(entries: int, judges: int, per_entry: int, *, seed: int = 1, chance: float = 5.0) -> list[Review]:
    """A board as the model has it: entries of spread 8, judges of spread 5."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(70, 8, entries), rng.normal(0, 5, judges)
    found = []
    for entry in range(entries):
        for judge in rng.choice(judges, per_entry, replace=False):
            score = quality[entry] + severity[judge] + rng.normal(0, chance)
            found.append(Review(entry, int(judge), round(float(score) * 2) / 2))
    return found
