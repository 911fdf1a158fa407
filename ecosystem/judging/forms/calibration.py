"""Input of the calibration: which rubric, a message to the judges, marks of a dossier."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from ecosystem.core.errors import Invalid
from ecosystem.core.forms import Form, at_most, chosen
from ecosystem.judging.models import Criterion


class PrepareForm(Form):
    """Which rubric is tried; offered by the round."""

    version = SelectField(_l("Rubric"), validators=[chosen()])


class OpenForm(Form):
    """A word to the judges."""

    message = TextAreaField(
        _l("Message to the judges"),
        validators=[at_most(2000)],
        description=_l("What to look at, until when. It stands above the dossiers."),
    )


class ReferenceForm(Form):
    """Why the reference is what it is; the marks are fields named by the criteria."""

    comment = TextAreaField(
        _l("Why"), validators=[at_most(4000)], description=_l("Judges read it after they have scored the dossier.")
    )


class MarksForm(Form):
    """Carries only the token: the marks are fields named by the criteria."""


def read_marks(criteria: list[Criterion], given: Mapping[str, str]) -> dict[str, Decimal | None]:
    """Return the marks by criterion, None for an empty field. Raises Invalid naming the fields that are no numbers."""
    problems: dict[str, str] = {}
    marks: dict[str, Decimal | None] = {}
    for criterion in criteria:
        name = f"score-{criterion.key}"
        text = given.get(name, "").strip().replace(",", ".")
        try:
            marks[criterion.key] = Decimal(text[:20]) if text else None
        except InvalidOperation:
            problems[name] = str(_l("Please type a number, such as 7,5."))
    if problems:
        raise Invalid(_l("Some of it cannot be saved."), details=problems)
    return marks
