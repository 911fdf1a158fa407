"""Tables of assignment of several kinds, made from a seed."""

import numpy as np

from ecosystem.judging.domain.assignment.table import Table


def table(entries: int, judges: int, per_entry: int, seed: int, kind: str) -> Table:
    """Loads within an eighth of an even share, two pairs in a hundred barred."""
    chance = np.random.default_rng(seed)
    if kind == "skewed":  # a few judges suit well, most hardly
        affinity = (100 * chance.random((entries, judges)) ** 5).astype(np.int64)
    elif kind == "alike":  # tastes of few dimensions: everybody wants the same judges
        tastes, skills = chance.normal(size=(entries, 4)), chance.normal(size=(judges, 4))
        affinity = (100 / (1 + np.exp(-0.8 * (tastes @ skills.T)))).astype(np.int64)
    else:  # one sector each, some sectors crowded
        weights = 1 / np.arange(1, 18) ** 1.2
        sectors = chance.choice(17, entries, p=weights / weights.sum())
        affinity = 60 * (sectors[:, None] == chance.choice(17, judges)) + chance.integers(0, 41, (entries, judges))
    share = -(-entries * per_entry // judges)
    slack = max(1, share // 8)
    none = np.zeros((entries, judges), dtype=np.bool_)
    return Table(
        judges=np.arange(judges) + 1,
        entries=np.arange(entries) + 1000,
        affinity=affinity,
        allowed=chance.random((entries, judges)) > 0.02,
        fixed=none,
        kept=none,
        need=np.full(entries, per_entry),
        lower=np.full(judges, max(0, share - slack)),
        upper=np.full(judges, share + slack),
        limit=np.full(judges, share + slack),
        seed=seed,
    )
