"""The normal equations of “score = entry + judge + chance”, solved once for many columns of scores.

The larger side of the table (nearly always the entries) has a diagonal block, so it is eliminated by division and
only a dense system of the size of the smaller side remains: 5,000 entries × 300 judges is a matrix of 300 × 300.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array

from ecosystem.judging.domain.fairness.connectivity import Connectivity
from ecosystem.judging.domain.fairness.reviews import Floats, Indexes, ReviewTable

STIFF = 1e10  # ridge of an effect whose variance is 0: it stays at 0


@dataclass(frozen=True, slots=True)
class Effects:
    """What the equations give, one column for each column of scores: the overall mean (0 when it is part of the
    entries' quality), entries × columns, judges × columns."""

    mean: Floats
    quality: Floats
    severity: Floats


class Equations:
    """Least squares for `x = q + b` (no ridges: judges sum to 0 in every part), or `x = m + q + b` with ridges.

    A ridge is the residual variance over the variance of the effect; both ridges or none.
    """

    def __init__(self, table: ReviewTable, parts: Connectivity, *, ridges: tuple[float, float] | None = None) -> None:
        self.table, self.parts, self.ridges = table, parts, ridges
        self.entries_are_long = len(table.entries) >= len(table.judges)
        long, short = (table.entry, table.judge) if self.entries_are_long else (table.judge, table.entry)
        longs, shorts = sorted((len(table.entries), len(table.judges)), reverse=True)
        rows = np.arange(table.size)
        self._long = csr_array((table.weight, (long, rows)), shape=(longs, table.size))
        self._short = csr_array((table.weight, (short, rows)), shape=(shorts, table.size))
        cross = csr_array((table.weight, (long, short)), shape=(longs, shorts))
        ridge_long, ridge_short = self._ridges()
        self.diagonal = np.bincount(long, table.weight, longs) + ridge_long
        block = np.diag(np.bincount(short, table.weight, shorts) + ridge_short)
        if ridges is not None:
            cross, block = self._with_mean(cross, block)
        self._cross = cross
        self._scaled = csr_array(cross.multiply(1 / self.diagonal[:, None]))
        self._reduced = block - (cross.T @ self._scaled).toarray()
        if ridges is None:
            self._reduced += self._anchor(shorts)
        self._factor = cho_factor(self._reduced)

    def _ridges(self) -> tuple[float, float]:
        entry, judge = self.ridges or (0.0, 0.0)
        return (entry, judge) if self.entries_are_long else (judge, entry)

    def _with_mean(self, cross: csr_array, block: Floats) -> tuple[csr_array, Floats]:
        long_sum, short_sum = self._long.sum(axis=1), self._short.sum(axis=1)
        size = block.shape[0] + 1
        wider = np.empty((size, size))
        wider[:-1, :-1] = block
        wider[-1, :-1] = wider[:-1, -1] = short_sum
        wider[-1, -1] = self.table.weight.sum()
        rows = np.arange(len(long_sum))
        mean = csr_array((long_sum, (rows, np.full(len(rows), size - 1))), shape=(len(rows), size))
        padded = csr_array((cross.data, cross.indices, cross.indptr), shape=(len(rows), size))
        return csr_array(padded + mean), wider

    def _anchor(self, shorts: int) -> Floats:
        """One constant of every part is free; holding the sum of its short side fixes it without another effect."""
        label = self.parts.judge_part if self.entries_are_long else self.parts.entry_part
        same = label[:, None] == label[None, :]
        size = self.table.weight.sum() / self.table.size / max(shorts, 1)
        return np.asarray(np.where(same, size, 0.0))

    def solve(self, scores: Floats) -> Effects:
        """Return the effects for each column of `scores` (reviews × columns)."""
        columns = scores.reshape(self.table.size, -1)
        long_side, short_side = self._long @ columns, self._short @ columns
        if self.ridges is not None:
            short_side = np.vstack([short_side, self.table.weight @ columns])
        short = cho_solve(self._factor, short_side - self._scaled.T @ long_side)
        long = (long_side - self._cross @ short) / self.diagonal[:, None]
        mean = short[-1] if self.ridges is not None else np.zeros(columns.shape[1])
        rest = short[:-1] if self.ridges is not None else short
        quality, severity = (long, rest) if self.entries_are_long else (rest, long)
        return Effects(mean, quality, severity) if self.ridges is not None else self._centred(quality, severity)

    def covariance(self, entries: Indexes) -> Floats:
        """Return the covariance of the estimates of `entries`, then of all judges, for chance of variance 1.

        Without ridges only.
        """
        table, judges = self.table, len(self.table.judges)
        if not self.entries_are_long:
            unit = self.solve(np.diag(np.ones(table.size)))
            rows = np.vstack([unit.quality[entries], unit.severity])
            return np.asarray((rows / table.weight) @ rows.T)
        label = self.parts.judge_part
        centre = np.eye(judges) - np.where(label[:, None] == label, 1.0, 0.0) / self.parts.judges_in_part[label]
        of_judges = centre @ cho_solve(self._factor, centre)
        seen = (self._scaled[entries] @ of_judges) if len(entries) else np.zeros((0, judges))
        of_entries = seen @ self._scaled[entries].toarray().T if len(entries) else np.zeros((0, 0))
        of_entries = of_entries + np.diag(1 / self.diagonal[entries])
        return np.block([[of_entries, -seen], [-seen.T, of_judges]])

    def _centred(self, quality: Floats, severity: Floats) -> Effects:
        number = len(self.parts.parts)
        member = csr_array(
            (np.ones(len(self.parts.judge_part)), (self.parts.judge_part, np.arange(len(self.parts.judge_part)))),
            shape=(number, len(self.parts.judge_part)),
        )
        shift = (member @ severity) / self.parts.judges_in_part[:, None]
        centred = severity - shift[self.parts.judge_part]
        return Effects(np.zeros(quality.shape[1]), quality + shift[self.parts.entry_part], centred)
