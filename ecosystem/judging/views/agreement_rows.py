"""How far the judges agree, as the text its page shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ecosystem.core.errors import Text
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.domain.analysis.answer import refusal_in
from ecosystem.judging.domain.analysis.words import REASONS, VERDICT_NAMES, VERDICTS, refusal_text
from ecosystem.judging.domain.reliability.verdict import Verdict, of_alpha, of_concordance, of_intraclass
from ecosystem.judging.models import Criterion
from ecosystem.judging.views.fairness_rows import Fairness
from ecosystem.judging.views.figures import score

TONES: Mapping[Verdict, str] = {
    Verdict.POOR: "error",
    Verdict.MODERATE: "warning",
    Verdict.GOOD: "success",
    Verdict.EXCELLENT: "success",
}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far the judges agree on the total or one criterion: pairs of a name and a figure, with one verdict."""

    name: str
    is_total: bool
    refusal: Text | None
    figures: Sequence[tuple[str, str, str]]
    verdict: Text | None
    verdict_name: Text | None
    tone: str
    needed: Sequence[str]


def agreement_rows(shown: Fairness, criteria: Sequence[Criterion]) -> list[AgreementRow]:
    """Return the total and the criteria."""
    names = {criterion.key: in_language(criterion, "name") for criterion in criteria}
    return [
        _agreement_row(row, names.get(row["key"], "") if row["key"] else _("Total"))
        for row in shown.result.get("agreement", ())
        if not row["key"] or row["key"] in names
    ]


def _agreement_row(row: Mapping[str, Any], name: str) -> AgreementRow:
    whole = row.get("refusal") is not None
    refusal = refusal_in(row.get("refusal") if whole else row.get("components"))
    components = row.get("components") or {}
    reliable = components.get("agreement_of_mean")
    verdict = None if reliable is None else of_intraclass(reliable)
    return AgreementRow(
        name=name,
        is_total=not row["key"],
        refusal=None if refusal is None else REASONS[refusal.reason],
        figures=[] if whole else list(_figures(row, components)),
        verdict=None if verdict is None else VERDICTS[verdict],
        verdict_name=None if verdict is None else VERDICT_NAMES[verdict],
        tone="neutral" if verdict is None else TONES[verdict],
        needed=[] if reliable is None else _needed(components),
    )


def _needed(components: Mapping[str, Any]) -> list[str]:
    return [
        _("more than can be had") if number is None else ngettext("%(num)s judge", "%(num)s judges", number)
        for number in components["needed"]
    ]


def _figures(row: Mapping[str, Any], components: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(name, figure, verdict or why there is none)."""
    for key, name in (
        ("agreement", _("One review (variance components)")),
        ("agreement_of_mean", _("Mean of the reviews an entry has")),
        ("consistency_of_mean", _("The same after the judges’ strictness is taken out")),
    ):
        if key in components:
            yield name, score(components[key]), str(VERDICT_NAMES[of_intraclass(components[key])])
    forms = row["intraclass"]
    if refusal_in(forms) is None:
        yield "ICC(2,1)", score(forms["single_random"]), str(VERDICT_NAMES[of_intraclass(forms["single_random"])])
        yield "ICC(2,k)", score(forms["mean_random"]), str(VERDICT_NAMES[of_intraclass(forms["mean_random"])])
        others = (forms["single_one_way"], forms["single_fixed"], forms["mean_one_way"], forms["mean_fixed"])
        yield "ICC(1,1) · (3,1) · (1,k) · (3,k)", " · ".join(score(value) for value in others), ""
    for level, name in (
        ("interval", _("Krippendorff’s alpha, interval")),
        ("ordinal", _("Krippendorff’s alpha, ordinal")),
    ):
        alpha = row["alpha"][level]
        missing = refusal_in(alpha)
        if missing is None:
            yield name, score(alpha), str(VERDICT_NAMES[of_alpha(alpha)])
        else:
            yield name, "–", str(refusal_text(missing))
    yield _concordance(row["concordance"])


def _concordance(found: Mapping[str, Any]) -> tuple[str, str, str]:
    missing = refusal_in(found)
    if missing is not None:
        return _("Kendall’s W"), "–", str(refusal_text(missing))
    figure = f"{score(found['w'])} (p {'< ' + score(0.001, 3) if found['p'] < 0.001 else '= ' + score(found['p'], 3)})"
    return _("Kendall’s W"), figure, str(VERDICT_NAMES[of_concordance(found["w"], found["p"])])
