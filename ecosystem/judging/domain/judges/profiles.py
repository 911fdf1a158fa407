"""How each judge scores beside the others, for the chair only: a profile explains, it does not accuse.

The usual rater effects (F. E. Saal, R. G. Downey, M. A. Lahey, “Rating the ratings”, Psychological Bulletin 88,
1980): severity, restriction of range, central tendency, halo; and agreement with the others on the same entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from ecosystem.judging.domain.fairness.additive import AdditiveFit
from ecosystem.judging.domain.fairness.forecast import covariance
from ecosystem.judging.domain.fairness.reviews import Floats, Key

LEAST = 3  # reviews below which nothing but the number is said


class Trait(StrEnum):
    """What stands out beyond chance."""

    STRICT = "strict"
    MILD = "mild"
    NARROW = "narrow"  # uses less of the scale than the entries deserve
    WIDE = "wide"
    CENTRAL = "central"  # stays in the middle of the scale
    HALO = "halo"  # the criteria move together more than with the other judges
    APART = "apart"  # orders entries unlike the others
    CONSTANT = "constant"  # gave everybody the same


@dataclass(frozen=True)
class Profile:
    """One judge. `severity` in points (above 0: milder) with its standard `error`; `spread` the judge's slope on what
    the other reviews say of the same entries (1: as wide as theirs); `middle` the share of scores in the middle third
    of the scale and `middle_others`; `halo` the mean correlation between criteria and `halo_others`; `agreement` the
    correlation with the others. None where there is too little to say.
    """

    judge: Key
    reviews: int
    severity: float | None
    error: float | None
    spread: float | None
    middle: float
    middle_others: float
    halo: float | None
    halo_others: float | None
    agreement: float | None
    traits: tuple[Trait, ...]


def profiles(
    fit: AdditiveFit,
    *,
    criteria: Mapping[tuple[Key, Key], Sequence[float | None]] | None = None,
    full_marks: float,
) -> list[Profile]:
    """Describe every judge. `criteria` maps (judge, entry) to the scores of the criteria, `full_marks` is the total."""
    errors = _errors(fit)
    halos = _halos(fit, criteria or {})
    middle = (np.abs(fit.table.score / max(full_marks, 1e-9) - 0.5) <= 1 / 6).astype(float)
    return [_profile(fit, index, errors, halos, middle) for index in range(len(fit.table.judges))]


def _profile(
    fit: AdditiveFit, index: int, errors: Floats | None, halos: Mapping[int, float], middle: Floats
) -> Profile:
    mine = fit.table.judge == index
    count = int(mine.sum())
    alone = fit.parts.judges_in_part[fit.parts.judge_part[index]] < 2
    severity = None if alone or count < 1 else round(float(fit.severity[index]), 9)
    error = None if severity is None or errors is None else float(errors[index])
    spread, agreement = _beside_others(fit, mine)
    others = [value for judge, value in halos.items() if judge != index]
    profile = Profile(
        judge=fit.table.judges[index],
        reviews=count,
        severity=severity,
        error=error,
        spread=spread,
        middle=float(middle[mine].mean()) if count else 0.0,
        middle_others=float(middle[~mine].mean()) if (~mine).any() else 0.0,
        halo=halos.get(index),
        halo_others=float(np.median(others)) if others else None,
        agreement=agreement,
        traits=(),
    )
    constant = count >= LEAST and float(np.ptp(fit.table.score[mine])) == 0.0
    return Profile(**{name: getattr(profile, name) for name in _PLAIN}, traits=tuple(_traits(profile, constant)))


_PLAIN = tuple(name for name in Profile.__dataclass_fields__ if name != "traits")


def _traits(profile: Profile, constant: bool) -> list[Trait]:
    found = []
    if constant:
        found.append(Trait.CONSTANT)
    if profile.severity is not None and profile.error and abs(profile.severity) > 2 * profile.error:
        found.append(Trait.MILD if profile.severity > 0 else Trait.STRICT)
    if profile.reviews < LEAST:
        return found
    if profile.spread is not None and not constant and not 0.5 <= profile.spread <= 1.75:
        found.append(Trait.NARROW if profile.spread < 0.5 else Trait.WIDE)
    if profile.middle >= 0.9 and profile.middle - profile.middle_others > 0.3:
        found.append(Trait.CENTRAL)
    if profile.halo is not None and profile.halo_others is not None and profile.halo - profile.halo_others > 0.3:
        found.append(Trait.HALO)
    if profile.agreement is not None and profile.agreement < 0.2:
        found.append(Trait.APART)
    return found


def _errors(fit: AdditiveFit) -> Floats | None:
    if not fit.sigma:
        return None
    return np.asarray(np.sqrt(np.maximum(np.diag(covariance(fit, [])), 0.0)))


def _beside_others(fit: AdditiveFit, mine: np.ndarray) -> tuple[float | None, float | None]:
    """Slope and correlation with the others' mean, their strictness taken out, on entries somebody else scored too."""
    entry, count = fit.table.entry, len(fit.table.entries)
    adjusted = fit.table.score - fit.severity[fit.table.judge]
    others = ~mine
    number = np.bincount(entry[others], minlength=count)
    sums = np.bincount(entry[others], adjusted[others], minlength=count)
    shared = mine & (number[entry] > 0)
    if int(shared.sum()) < LEAST:
        return None, None
    theirs = sums[entry[shared]] / number[entry[shared]]
    own = fit.table.score[shared]
    wide = float(np.std(theirs))
    if wide < 1e-9:
        return None, None
    slope = float(np.mean((own - own.mean()) * (theirs - theirs.mean()))) / wide**2
    deviation = float(np.std(own))
    return slope, slope * wide / deviation if deviation > 1e-9 else None


def _halos(fit: AdditiveFit, criteria: Mapping[tuple[Key, Key], Sequence[float | None]]) -> dict[int, float]:
    """The mean correlation between a judge's criteria, for judges with at least LEAST complete sheets."""
    found = {}
    sheets: dict[Key, list[Sequence[float | None]]] = {}
    for (judge, _), scores in criteria.items():
        if None not in scores:
            sheets.setdefault(judge, []).append(scores)
    for index, judge in enumerate(fit.table.judges):
        rows = sheets.get(judge, [])
        correlation = mean_correlation(np.array(rows, dtype=float)) if len(rows) >= LEAST else None
        if correlation is not None:
            found[index] = correlation
    return found


def mean_correlation(sheets: Floats) -> float | None:
    """Return the mean correlation between the columns of sheets × criteria; None without two that vary."""
    varying = [column for column in sheets.T if float(np.std(column)) > 1e-9]
    if len(varying) < 2:
        return None
    return float(np.mean([np.corrcoef(a, b)[0, 1] for a, b in combinations(varying, 2)]))
