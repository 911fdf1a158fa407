"""The fields of a rule for refunds, for forms of whoever sells."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.core.forms import Form, WholeNumberField
from ecosystem.payments.domain.refund_rules import LONGEST, SimpleRule, Steps, simple_rule

_DAYS = NumberRange(0, LONGEST, _l("A number of days from 0 to 999."))


class RefundRuleFields(Form):
    """Everything until so many days before the first day, a part until fewer days before, nothing after."""

    full_days = WholeNumberField(
        _l("Everything goes back until … days before"),
        [Optional(), _DAYS],
        description=_l("Counted from the first day. Empty: never everything."),
    )
    part_percent = WholeNumberField(
        _l("Then … % goes back"),
        [Optional(), NumberRange(1, 99, _l("A percentage from 1 to 99."))],
        description=_l("Empty: no part."),
    )
    part_days = WholeNumberField(
        _l("… until so many days before"), [Optional(), _DAYS], description=_l("After that nothing goes back.")
    )

    def validate_part_days(self, field: WholeNumberField) -> None:
        """A part has a time, and it is later than the time of the whole."""
        if (field.data is None) != (self.part_percent.data is None):
            raise ValidationError(_l("Please give both the percentage and the days, or neither."))
        if field.data is not None and self.full_days.data is not None and field.data >= self.full_days.data:
            raise ValidationError(_l("Fewer days than those in which everything goes back."))

    def show_rule(self, steps: Steps) -> None:
        """Fill the fields from what is stored."""
        rule = simple_rule(steps)
        self.full_days.data, self.part_percent.data, self.part_days.data = (
            rule.full_days,
            rule.part_percent,
            rule.part_days,
        )

    def steps(self, stored: Sequence[Sequence[int]] = ()) -> list[list[int]]:
        """Return what was typed as it is stored; a finer rule nobody touched here stays as it was."""
        typed = SimpleRule(self.full_days.data, self.part_percent.data, self.part_days.data)
        return [list(step) for step in stored] if typed == simple_rule(stored) else typed.steps()
