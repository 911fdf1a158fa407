"""The rules in words, made from the same values that compute: text and computation cannot disagree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.scoring.entries import LEAST_TO_TRIM
from ecosystem.judging.domain.scoring.rules import (
    Aggregation,
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)
from ecosystem.judging.domain.scoring.sheets import shown

Show = Callable[[Decimal], str]


class Topic(StrEnum):
    """What a sentence is about, for headings and icons."""

    SHEET = "sheet"
    MEAN = "mean"
    COMPONENTS = "components"
    ROUNDING = "rounding"
    GATES = "gates"
    TIES = "ties"


@dataclass(frozen=True)
class Sentence:
    """One sentence of the rules."""

    topic: Topic
    text: Text


@dataclass(frozen=True)
class _Voice:
    """In which language names are, and how numbers are written."""

    in_english: bool
    show: Show

    def name(self, part: CriterionRule | Component) -> str:
        return (part.name_en if self.in_english else "") or part.name


def describe(rules: RubricRules, *, in_english: bool = False, show: Show = shown) -> list[Sentence]:
    """Return the rules as sentences in a fixed order; `show` writes a number, `in_english` picks the names' twin.

    The texts are lazy: they are read in the language of whoever looks at them.
    """
    voice = _Voice(in_english, show)
    parts: tuple[tuple[Topic, Iterator[Text]], ...] = (
        (Topic.SHEET, _sheet(rules, voice)),
        (Topic.MEAN, _mean(rules)),
        (Topic.COMPONENTS, _components(rules, voice)),
        (Topic.ROUNDING, _rounding(rules)),
        (Topic.GATES, _gates(rules, voice)),
        (Topic.TIES, _ties(rules, voice)),
    )
    return [Sentence(topic, text) for topic, texts in parts for text in texts]


def _sheet(rules: RubricRules, voice: _Voice) -> Iterator[Text]:
    total = voice.show(rules.total)
    if rules.scale is Scale.MAXIMA:
        yield _l("Each judge gives points for every criterion; they add up to at most %(total)s points.", total=total)
    else:
        weights = " : ".join(voice.show(rule.weight) for rule in rules.criteria)
        yield _l(
            "Each judge scores every criterion; the shares reached are averaged with the weights %(weights)s and "
            "scaled to %(total)s points.",
            weights=weights,
            total=total,
        )
    optional = ", ".join(voice.name(rule) for rule in rules.criteria if not rule.is_required)
    if optional:
        yield _l(
            "Where a judge leaves out %(names)s, the other criteria share its points: nothing is lost.",
            names=optional,
        )
    yield _l("A missing score is never a zero: a sheet counts once every required criterion is scored.")


def _mean(rules: RubricRules) -> Iterator[Text]:
    yield _l("The jury’s score is the mean of the judges’ sheets.")
    if rules.aggregation is Aggregation.TRIMMED_MEAN:
        yield _l(
            "From %(judges)s judges on, the highest and the lowest sheet are left out.",
            judges=max(rules.trim_from_judges or LEAST_TO_TRIM, LEAST_TO_TRIM),
        )
    if rules.adjusts:
        yield _l(
            "For the score it is adjusted for the strictness of the judges: from the entries they have in common, how "
            "many points each gives more or less than the others is estimated by least squares over all complete "
            "sheets (additive model; MacKay, Kenna, Low, Parker 2017) and taken out. A pass mark and other conditions "
            "are held against the mean that is not adjusted."
        )


def _components(rules: RubricRules, voice: _Voice) -> Iterator[Text]:
    for part in rules.components:
        values = {"name": voice.name(part), "maximum": voice.show(part.maximum), "places": part.places}
        if part.formula is Formula.VOTES:
            yield _l(
                "%(name)s: %(maximum)s × votes of the entry ÷ votes of the entry with the most votes, rounded half up "
                "to %(places)s decimals; 0 where nobody has a vote.",
                **values,
            )
        else:
            yield _l("%(name)s: points given by the organiser, %(maximum)s at most.", **values)
    if rules.components:
        yield _l(
            "The final score is the jury’s score plus these parts, at most %(full)s points.",
            full=voice.show(rules.full_marks),
        )


def _rounding(rules: RubricRules) -> Iterator[Text]:
    yield _l(
        "Computed with exact decimals and rounded half up once, to %(places)s decimals; the rounded score decides "
        "the rank.",
        places=rules.places,
    )


def _gates(rules: RubricRules, voice: _Voice) -> Iterator[Text]:
    if rules.min_judges > 1:
        yield _l("A result is valid with at least %(judges)s complete sheets.", judges=rules.min_judges)
    if rules.pass_mark is not None:
        yield _l("Pass mark: the jury’s score is at least %(mark)s.", mark=voice.show(rules.pass_mark))
    if rules.no_zero:
        yield _l("Knock-out: an entry to which the judges gave 0 for any criterion on the mean does not pass.")
    for rule in rules.criteria:
        if rule.minimum_to_pass is not None:
            yield _l(
                "The mean for “%(name)s” must be at least %(mark)s.",
                name=voice.name(rule),
                mark=voice.show(rule.minimum_to_pass),
            )


def _ties(rules: RubricRules, voice: _Voice) -> Iterator[Text]:
    for number, step in enumerate(rules.tie_break, start=1):
        yield _l("Same score, step %(number)s: %(step)s.", number=number, step=_step(rules, step, voice))
    yield _l("Whatever is still equal shares the rank: 1, 2, 2, 4.")


def _step(rules: RubricRules, step: TieBreak, voice: _Voice) -> Text:
    if step.by is TieBreakBy.CHAIR:
        return _l("the vote of the jury chair")
    if step.by is TieBreakBy.EARLIER_SUBMISSION:
        return _l("the earlier submission")
    rule = rules.by_key.get(step.key)
    return _l("the higher mean for “%(name)s”", name=voice.name(rule) if rule else step.key)
