"""How well off the worst-off entry can be at best: bounds that no assignment whatever exceeds."""

import numpy as np

from ecosystem.judging.domain.assignment.lifting import sums, watched_entries
from ecosystem.judging.domain.assignment.table import Mask, Table


def maximin_bound(table: Table, chosen: Mask) -> int | None:
    """Return a bound on the sum of the worst-off entry: every entry by itself with the judges that suit it best.

    Of those entries that have all their judges in `chosen`; None where there are none.
    """
    watched = watched_entries(table, chosen)
    if not watched.any():
        return None
    own = np.where(table.allowed, table.affinity, -1)[watched]
    own = -np.sort(-own, axis=1)
    taken = np.arange(own.shape[1]) < table.need[watched][:, None]
    settled = sums(table, np.zeros_like(chosen))[watched]
    return int((np.where(taken, own, 0).sum(axis=1) + settled).min())


def maximin_by_program(table: Table, chosen: Mask) -> float:
    """Return the bound of the linear program (fractions of charges allowed), by HiGHS; for up to 100,000 pairs.

    Loads, conflicts and what entries need hold; what stood before may move.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, vstack

    entries, judges = table.affinity.shape
    watched = watched_entries(table, chosen)
    rows, columns = np.nonzero(table.allowed)
    size, every = len(rows), np.arange(len(rows))
    on_entry = csr_matrix((np.ones(size), (rows, every)), shape=(entries, size))
    on_judge = csr_matrix((np.ones(size), (columns, every)), shape=(judges, size))
    worth = csr_matrix((-table.affinity[rows, columns].astype(float), (rows, every)), shape=(entries, size))[watched]
    none_of = csr_matrix((judges, 1))
    limits = vstack(
        [
            hstack([worth, np.ones((int(watched.sum()), 1))]),
            hstack([on_judge, none_of]),
        ]
    )
    settled = sums(table, np.zeros_like(chosen))[watched]
    goal = np.zeros(size + 1)
    goal[-1] = -1
    answer = linprog(
        goal,
        A_ub=limits.tocsr(),
        b_ub=np.concatenate([settled, table.limit]),
        A_eq=hstack([on_entry[watched], csr_matrix((int(watched.sum()), 1))]).tocsr(),
        b_eq=table.need[watched],
        bounds=[(0, 1)] * size + [(0, None)],
        method="highs",
    )
    return float(-answer.fun)
