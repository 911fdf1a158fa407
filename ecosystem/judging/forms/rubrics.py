"""The rubric builder's form: a list of criteria, a list of components, the rules around them.

Rows are added, taken away and moved by buttons that send the whole form, so that nothing typed is lost and the
builder works without a script.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from ecosystem.core.forms import Form, SelectChoice, VersionedForm, WholeNumberField, at_most, required
from ecosystem.core.identifiers import slugify
from ecosystem.judging.domain.scoring import (
    Aggregation,
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)
from ecosystem.judging.forms.anchors import parse_anchors, written_anchors
from ecosystem.judging.forms.fields import Between, PointsField, offered
from ecosystem.judging.services.rubrics import RubricDraft

MOST_CRITERIA = 40
MOST_COMPONENTS = 6
LARGEST = 10_000


class CriterionForm(Form):
    """One criterion."""

    class Meta(Form.Meta):
        """Part of a form that carries the token."""

        csrf = False

    key = HiddenField()
    name = StringField(_l("Name"), [required(), at_most(200)])
    name_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    description = TextAreaField(_l("What is looked at"), [Optional(), at_most(2000)])
    maximum = PointsField(_l("Highest score"), [required(), Between(Decimal("0.0001"), LARGEST)], default=Decimal(20))
    weight = PointsField(_l("Weight"), [Optional(), Between(0, LARGEST)], default=Decimal(1))
    step = PointsField(_l("Step"), [required(), Between(Decimal("0.0001"), LARGEST)], default=Decimal("0.5"))
    is_required = BooleanField(_l("Must be scored"), default=True)
    comment_below = PointsField(_l("Explain scores below"), [Optional(), Between(0, LARGEST)])
    comment_above = PointsField(_l("Explain scores above"), [Optional(), Between(0, LARGEST)])
    minimum_to_pass = PointsField(_l("Lowest mean to pass"), [Optional(), Between(0, LARGEST)])
    anchors = TextAreaField(
        _l("Levels"),
        [Optional(), at_most(4000)],
        description=_l("One level a line, such as “0–5: no customers yet”."),
    )

    def validate_anchors(self, field: Any) -> None:
        """Every line names a level."""
        parse_anchors(field.data or "")


class ComponentForm(Form):
    """One part outside the jury."""

    class Meta(Form.Meta):
        """Part of a form that carries the token."""

        csrf = False

    key = HiddenField()
    name = StringField(_l("Name"), [required(), at_most(200)])
    name_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    formula = SelectField(
        _l("How points are found"),
        choices=lambda: offered(
            {
                Formula.VOTES.value: _l("From votes: highest points × votes ÷ most votes"),
                Formula.MANUAL.value: _l("Entered by the organiser"),
            }
        ),
    )
    maximum = PointsField(_l("Highest points"), [required(), Between(Decimal("0.0001"), LARGEST)], default=Decimal(20))
    places = WholeNumberField(_l("Decimals"), [Optional(), Between(0, 4)], default=1)


class RubricForm(VersionedForm):
    """A rubric, whole."""

    name = StringField(_l("Name of the rubric"), [required(), at_most(200)])
    name_en = StringField(_l("Name in English"), [Optional(), at_most(200)])
    scale = SelectField(
        _l("How the criteria count"),
        choices=lambda: offered(
            {
                Scale.MAXIMA.value: _l("Points add up"),
                Scale.WEIGHTS.value: _l("Weighted mean, scaled to the total"),
            }
        ),
    )
    total = PointsField(
        _l("Total of the jury"), [required(), Between(Decimal("0.0001"), LARGEST)], default=Decimal(100)
    )
    places = SelectField(_l("Round results to"), coerce=int, choices=lambda: _decimals(), default=2)
    aggregation = SelectField(
        _l("Mean of the judges"),
        choices=lambda: offered(
            {
                Aggregation.MEAN.value: _l("Mean of all sheets"),
                Aggregation.TRIMMED_MEAN.value: _l("Mean without the highest and the lowest sheet"),
            }
        ),
    )
    trim_from_judges = WholeNumberField(_l("… from how many judges on"), [Optional(), Between(5, 99)], default=5)
    min_judges = WholeNumberField(_l("Fewest judges for a valid result"), [required(), Between(1, 99)], default=1)
    pass_mark = PointsField(_l("Pass mark of the jury’s score"), [Optional(), Between(0, LARGEST)])
    no_zero = BooleanField(_l("Knock out an entry with a mean of 0 for any criterion"))
    first = SelectField(_l("First"), default="")
    second = SelectField(_l("then"), default="")
    third = SelectField(_l("then"), default="")
    fourth = SelectField(_l("then"), default="")
    criteria = FieldList(FormField(CriterionForm), max_entries=MOST_CRITERIA)
    components = FieldList(FormField(ComponentForm), max_entries=MOST_COMPONENTS)
    amendment = TextAreaField(_l("What changes and why"), [Optional(), at_most(2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.chain:
            field.choices = self._chain_choices()

    @property
    def chain(self) -> tuple[Any, Any, Any, Any]:
        """The fields of the tie-break chain, in order."""
        return (self.first, self.second, self.third, self.fourth)

    def _chain_choices(self) -> list[SelectChoice]:
        titles: dict[str, Any] = {"": _l("– nothing –")}
        for number, row in enumerate(self.criteria):
            name = row.form.name.data or "…"
            titles[f"criterion:{number}"] = _l("Criterion %(number)s: %(name)s", number=number + 1, name=name)
        titles[TieBreakBy.CHAIR.value] = _l("Vote of the jury chair")
        titles[TieBreakBy.EARLIER_SUBMISSION.value] = _l("Earlier submission")
        return offered(titles)

    def validate_fourth(self, _field: Any) -> None:
        """Nothing stands twice in the chain."""
        given = [field.data for field in self.chain if field.data]
        if len(given) != len(set(given)):
            raise ValidationError(_l("A step stands twice in the order that decides ties."))

    def to_value(self) -> RubricDraft:
        """Return the rubric; call after validation."""
        return RubricDraft(name=self.name.data or "", name_en=self.name_en.data or "", rules=self.to_rules())

    def to_rules(self) -> RubricRules:
        """Return what can be read of the rules, also from a form that is not valid: for the preview."""
        keys = _keys(row.form for row in self.criteria)
        return RubricRules(
            criteria=tuple(_criterion(row.form, key) for row, key in zip(self.criteria, keys, strict=True)),
            scale=Scale(self.scale.data) if self.scale.data in list(Scale) else Scale.MAXIMA,
            total=self.total.data or Decimal(0),
            places=self.places.data if self.places.data is not None else 2,
            aggregation=_aggregation(self.aggregation.data),
            trim_from_judges=self.trim_from_judges.data if self._is_trimmed else None,
            min_judges=self.min_judges.data or 1,
            pass_mark=self.pass_mark.data,
            no_zero=self.no_zero.data,
            tie_break=tuple(_step(field.data, keys) for field in self.chain if field.data),
            components=tuple(
                _component(row.form, key)
                for row, key in zip(self.components, _keys((r.form for r in self.components), keys), strict=True)
            ),
        )

    @property
    def _is_trimmed(self) -> bool:
        return bool(self.aggregation.data == Aggregation.TRIMMED_MEAN.value)


def _decimals() -> list[SelectChoice]:
    titles = (_l("whole points"), _l("1 decimal"), _l("2 decimals"), _l("3 decimals"))
    return [SelectChoice(places, title) for places, title in enumerate(titles)]


def _aggregation(value: Any) -> Aggregation:
    return Aggregation(value) if value in list(Aggregation) else Aggregation.MEAN


def _keys(rows: Iterable[Any], taken: Iterable[str] = ()) -> list[str]:
    """The rows' keys: those they had, and new ones made of their names, all different."""
    used = set(taken)
    keys = []
    for number, row in enumerate(rows, 1):
        wanted = slugify(row.key.data or row.name.data or "", longest=50).replace("-", "_") or f"part_{number}"
        key, again = wanted, 2
        while key in used:
            key, again = f"{wanted}_{again}", again + 1
        used.add(key)
        keys.append(key)
    return keys


def _step(value: str, keys: list[str]) -> TieBreak:
    by, _, number = value.partition(":")
    if by == TieBreakBy.CRITERION.value:
        index = int(number) if number.isdecimal() and len(number) < 10 else len(keys)
        return TieBreak(TieBreakBy.CRITERION, keys[index] if index < len(keys) else "")
    return TieBreak(TieBreakBy(by)) if by in list(TieBreakBy) else TieBreak(TieBreakBy.CHAIR)


def _criterion(form: Any, key: str) -> CriterionRule:
    try:
        anchors = parse_anchors(form.anchors.data or "")
    except ValidationError:
        anchors = ()
    return CriterionRule(
        key=key,
        name=form.name.data or "…",
        name_en=form.name_en.data or "",
        description=form.description.data or "",
        maximum=form.maximum.data or Decimal(0),
        weight=form.weight.data if form.weight.data is not None else Decimal(1),
        step=form.step.data or Decimal(0),
        comment_below=form.comment_below.data,
        comment_above=form.comment_above.data,
        minimum_to_pass=form.minimum_to_pass.data,
        is_required=form.is_required.data,
        anchors=anchors,
    )


def _component(form: Any, key: str) -> Component:
    return Component(
        key=key,
        name=form.name.data or "…",
        name_en=form.name_en.data or "",
        maximum=form.maximum.data or Decimal(0),
        formula=Formula(form.formula.data) if form.formula.data in list(Formula) else Formula.VOTES,
        places=form.places.data if form.places.data is not None else 1,
    )


def data_of(draft: RubricDraft, version: int | None = None) -> dict[str, Any]:
    """Return what the form shows for a rubric."""
    rules = draft.rules
    order = [rule.key for rule in rules.criteria]
    chain = dict(
        zip(("first", "second", "third", "fourth"), (_choice(step, order) for step in rules.tie_break), strict=False)
    )
    return {
        **{name: getattr(rules, name) for name in ("total", "places", "min_judges", "pass_mark", "no_zero")},
        "name": draft.name,
        "name_en": draft.name_en,
        "scale": rules.scale.value,
        "aggregation": rules.aggregation.value,
        "trim_from_judges": rules.trim_from_judges or 5,
        **chain,
        "version": version,
        "criteria": [{**vars_of(rule), "anchors": written_anchors(rule.anchors)} for rule in rules.criteria],
        "components": [{**vars_of(part), "formula": part.formula.value} for part in rules.components],
    }


def vars_of(part: CriterionRule | Component) -> dict[str, Any]:
    """Return the plain fields of a frozen value."""
    return {name: getattr(part, name) for name in part.__dataclass_fields__ if name != "id"}


def _choice(step: TieBreak, order: list[str]) -> str:
    if step.by is TieBreakBy.CRITERION:
        return f"criterion:{order.index(step.key)}" if step.key in order else ""
    return step.by.value
