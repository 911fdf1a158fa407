"""The mixed model: entries and judges as draws from two normal distributions, so that thin evidence is shrunk.

`x_ij = m + q_i + b_j + e_ij` with `q ~ N(0, s_q²)`, `b ~ N(0, s_b²)`, `e ~ N(0, s_e²)`; variances by restricted
maximum likelihood, effects as best linear unbiased predictions (Patterson and Thompson, Biometrika 58, 1971;
D. Bates, M. Mächler, B. Bolker, S. Walker, Journal of Statistical Software 67(1), 2015). An entry with one
enthusiastic review is drawn towards the mean; one with many reviews hardly.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize
from scipy.sparse import csr_array

from ecosystem.judging.domain.fairness.connectivity import connectivity
from ecosystem.judging.domain.fairness.equations import STIFF, Equations
from ecosystem.judging.domain.fairness.reviews import Floats, ReviewTable
from ecosystem.judging.domain.refusals import Reason, Refusal

NEAR_ZERO = 0.01  # of a ratio of standard deviations: is a variance of 0 as likely?


@dataclass(frozen=True, slots=True)
class Variances:
    """Variance components in points²: between entries, between judges, of chance in one review."""

    entries: float
    judges: float
    chance: float
    mean: float


@dataclass(frozen=True)
class MixedFit:
    """The predicted `quality` (overall mean included) of each entry and `severity` of each judge, in points."""

    table: ReviewTable
    variances: Variances
    equations: Equations
    quality: Floats
    severity: Floats


def fit_mixed(table: ReviewTable) -> MixedFit | Refusal:
    """Fit the mixed model. Refuses what `variance_components` refuses."""
    found = variance_components(table)
    if isinstance(found, Refusal):
        return found
    ridges = (_ridge(found.chance, found.entries), _ridge(found.chance, found.judges))
    equations = Equations(table, connectivity(table), ridges=ridges)
    effects = equations.solve(table.score)
    mean = float(effects.mean[0])
    quality = effects.quality[:, 0] if found.entries else np.zeros(len(table.entries))
    severity = effects.severity[:, 0] if found.judges else np.zeros(len(table.judges))
    return MixedFit(table, found, equations, mean + quality, severity)


def _ridge(chance: float, variance: float) -> float:
    return min(chance / variance, STIFF) if variance else STIFF


def variance_components(table: ReviewTable) -> Variances | Refusal:
    """Estimate the variance components by restricted maximum likelihood. A component may be exactly 0.

    Refuses a single entry, no entry with a second review (chance cannot be told from quality), and scores that are
    all equal. With one judge, who cannot be told from the mean, the judges' variance is 0.
    """
    if len(table.entries) < 2:
        return Refusal(Reason.ONE_ENTRY)
    if float(np.ptp(table.score)) == 0.0:
        return Refusal(Reason.ALL_EQUAL)
    if int(table.reviews_of_entry.max()) < 2:
        return Refusal(Reason.NO_REPEATS)
    scale = float(np.std(table.score))
    profile = _Profile(table, (table.score - table.score.mean()) / scale)
    ratios = _lowest(profile, with_judges=2 <= len(table.judges) < table.size)
    unit, mean = profile.chance(ratios)
    entries, judges = (ratio**2 * unit * scale**2 for ratio in ratios)
    return Variances(float(entries), float(judges), unit * scale**2, mean * scale + float(table.score.mean()))


def _lowest(profile: "_Profile", *, with_judges: bool) -> tuple[float, float]:
    """The ratios of standard deviations at the lowest deviance, the borders (a variance of 0) included."""
    bounds = [(0.0, 1e4), (0.0, 1e4 if with_judges else 0.0)]
    found = minimize(
        profile.deviance,
        (1.0, 0.7 if with_judges else 0.0),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 300},
    )
    first, second = (float(value) for value in found.x)
    borders = [(0.0, second)] * (first < NEAR_ZERO) + [(first, 0.0)] * (second < NEAR_ZERO) + [(0.0, 0.0)]
    at_border = min(borders, key=lambda ratios: profile.deviance(ratios)[0])
    chosen = at_border if profile.deviance(at_border)[0] <= float(found.fun) + 1e-9 else (first, second)
    return chosen[0], chosen[1]


@dataclass(frozen=True, slots=True)
class _Inner:
    """What one pair of ratios gives: log|V|, [1, x]ᵀV⁻¹[1, x], Zᵀ V⁻¹[1, x] and tr(Zᵀ V⁻¹ Z) for both effects."""

    logdet: float
    gram: Floats
    long: Floats
    short: Floats
    long_trace: float
    short_trace: float


class _Profile:
    """The restricted deviance as a function of the two ratios (standard deviation of an effect ÷ that of chance).

    `V = I + r_q² Z_q Z_qᵀ + r_b² Z_b Z_bᵀ`; the long side is eliminated by division, as in `equations`.
    """

    def __init__(self, table: ReviewTable, score: Floats) -> None:
        self.swap = len(table.entries) < len(table.judges)
        long, short = (table.judge, table.entry) if self.swap else (table.entry, table.judge)
        shape = (int(long.max()) + 1, int(short.max()) + 1)
        weight = table.weight
        self.size = table.size
        self.long = np.bincount(long, weight, shape[0])
        self.short = np.bincount(short, weight, shape[1])
        self.cross = csr_array((weight, (long, short)), shape=shape)
        self.cross_t = csr_array(self.cross.T)
        columns = np.column_stack([np.ones(table.size), score])
        self.gram = columns.T @ (weight[:, None] * columns)
        self.long_sums = np.column_stack([np.bincount(long, weight * c, shape[0]) for c in columns.T])
        self.short_sums = np.column_stack([np.bincount(short, weight * c, shape[1]) for c in columns.T])

    def deviance(self, ratios: Floats | tuple[float, float]) -> tuple[float, Floats]:
        """Return the restricted deviance up to a constant, and its slope along both ratios."""
        of_long, of_short = (ratios[1], ratios[0]) if self.swap else (ratios[0], ratios[1])
        inner = self._inner(float(of_long), float(of_short))
        ones, both, squares = inner.gram[0, 0], inner.gram[0, 1], inner.gram[1, 1]
        rest = max(float(squares - both**2 / ones), 1e-300)
        freedom = self.size - 1
        value = inner.logdet + np.log(ones) + freedom * np.log(rest / freedom)
        slopes = []
        for ratio, sums, trace in (
            (of_long, inner.long, inner.long_trace),
            (of_short, inner.short, inner.short_trace),
        ):
            residual = sums[:, 1] - sums[:, 0] * both / ones
            curve = trace - (sums[:, 0] @ sums[:, 0]) / ones - freedom * (residual @ residual) / rest
            slopes.append(2 * float(ratio) * float(curve))
        return float(value), np.array(slopes[::-1] if self.swap else slopes)

    def chance(self, ratios: tuple[float, float]) -> tuple[float, float]:
        """Return the variance of chance and the mean at these ratios."""
        of_long, of_short = (ratios[1], ratios[0]) if self.swap else (ratios[0], ratios[1])
        gram = self._inner(of_long, of_short).gram
        rest = max(gram[1, 1] - gram[0, 1] ** 2 / gram[0, 0], 0.0)
        return float(rest / (self.size - 1)), float(gram[0, 1] / gram[0, 0])

    def _inner(self, of_long: float, of_short: float) -> _Inner:
        wide, narrow = of_long**2, of_short**2
        diagonal = wide * self.long + 1
        scaled = csr_array(self.cross.multiply((wide / diagonal)[:, None]))
        # Z_sᵀ (I + wide Z_l Z_lᵀ)⁻¹ Z_s, from which everything about the short side follows.
        block = np.diag(self.short) - (self.cross_t @ scaled).toarray()
        reduced = np.eye(len(block)) + narrow * block
        inverse = cho_solve(cho_factor(reduced, lower=True), np.eye(len(block)))
        logdet = float(np.sum(np.log(diagonal))) + float(np.linalg.slogdet(reduced)[1])
        short_sums = self.short_sums - scaled.T @ self.long_sums
        short = inverse @ short_sums
        long = (self.long_sums - narrow * (self.cross @ short)) / diagonal[:, None]
        gram = self.gram - wide * self.long_sums.T @ (self.long_sums / diagonal[:, None])
        gram = gram - narrow * short_sums.T @ short
        twice = (self.cross_t @ csr_array(self.cross.multiply((1 / diagonal**2)[:, None]))).toarray()
        long_trace = float(np.sum(self.long / diagonal)) - narrow * float(np.sum(inverse * twice))
        return _Inner(logdet, gram, long, short, long_trace, float(np.sum(inverse * block)))
