"""The form of a contest's fees."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.domain.fees import DAYS, FeeRefund, FeeTerms, FeeWhen, terms_from
from ecosystem.contests.domain.form import FormDefinition
from ecosystem.contests.domain.form.definition import Condition
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.forms.base import VersionedContestForm, WholeField, offered
from ecosystem.contests.models import Contest
from ecosystem.core.forms import DongField, required

FOR_ALL = "fee_all"
WHENS = {
    FeeWhen.BEFORE_SUBMISSION: _l("Before the entry is handed in"),
    FeeWhen.AFTER_ELIGIBILITY: _l("Once the entry is announced eligible"),
}
REFUNDS = {
    FeeRefund.BEFORE_DEADLINE: _l("All of it, until entries close"),
    FeeRefund.ALWAYS: _l("All of it, at any time"),
    FeeRefund.NEVER: _l("Nothing"),
}


class FeeForm(VersionedContestForm):
    """Terms; the amounts, one field a board, are added by `fee_form`."""

    when = RadioField(
        _l("When is it paid?"), choices=offered((each.value, text) for each, text in WHENS.items()), coerce=FeeWhen
    )
    days = WholeField(
        _l("Days to pay after the announcement"),
        [required(), NumberRange(1, 90, _l("Between 1 and 90."))],
        default=DAYS,
    )
    refund = SelectField(
        _l("What does a team get back that withdraws?"),
        choices=offered((each.value, text) for each, text in REFUNDS.items()),
        coerce=FeeRefund,
    )
    waived_if = SelectField(
        _l("Who pays nothing?"),
        description=_l("Whoever gives this answer in the form, such as students. The eligibility desk sees it."),
    )

    @property
    def amount_fields(self) -> list[Any]:
        """The fields of the amounts: one a board, or one for all."""
        return [field for field in self if field.name.startswith("fee_")]

    def amounts(self) -> dict[int, int]:
        """Return the fee of each board by its id."""
        fields = [field for field in self.amount_fields if field.name != FOR_ALL]
        return {int(field.name.removeprefix("fee_")): field.data or 0 for field in fields}

    def for_all(self) -> int:
        """Return the fee of a contest without boards."""
        return next((field.data or 0 for field in self.amount_fields if field.name == FOR_ALL), 0)

    def terms(self) -> FeeTerms:
        """Return the terms."""
        question, _, value = (self.waived_if.data or "").partition("=")
        return FeeTerms(
            when=self.when.data,
            days=self.days.data or DAYS,
            refund=self.refund.data,
            waived_if=Condition(question, frozenset((value,))) if question else None,
        )


def fee_form(contest: Contest, definition: FormDefinition) -> FeeForm:
    """Return the form with a field for each board, filled with what is stored."""
    fields = {f"fee_{board.id}": DongField(board.name, [Optional()]) for board in contest.boards}
    fields = fields or {FOR_ALL: DongField(_l("Fee of every entry"), [Optional()])}
    form: FeeForm = type("FeeFormOfContest", (FeeForm,), fields)(contest=contest)
    form.waived_if.choices = offered([("", _l("Nobody by a rule")), *_answers(definition)])
    if not form.is_submitted():
        terms = terms_from(contest.fee_terms)
        form.when.data, form.days.data, form.refund.data = terms.when.value, terms.days, terms.refund.value
        form.version.data = str(contest.version)
        if terms.waived_if is not None:
            form.waived_if.data = f"{terms.waived_if.question}={min(terms.waived_if.values)}"
        fees = {f"fee_{board.id}": board.fee for board in contest.boards} or {FOR_ALL: contest.fee}
        for field in form.amount_fields:
            field.data = fees[field.name] or None
    return form


def _answers(definition: FormDefinition) -> list[tuple[str, str]]:
    """Every answer that can free from the fee, as "question=value" and in words."""
    found: list[tuple[str, str]] = []
    for question in definition.questions:
        if question.kind is QuestionKind.YES_NO:
            yes = _l("Yes")
            found.append((f"{question.key}=yes", f"{question.label}: {yes}"))
        elif question.kind is QuestionKind.SINGLE_CHOICE:
            found += [(f"{question.key}={each.value}", f"{question.label}: {each.label}") for each in question.choices]
    return found
