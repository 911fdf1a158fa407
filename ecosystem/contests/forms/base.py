"""What the forms of contests share: choices, whole numbers, and errors of use cases at their fields."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional

from ecosystem.contests.models import Contest
from ecosystem.contests.services.changes import LONGEST_SUMMARY, AmendmentNeeded
from ecosystem.core import clock
from ecosystem.core.errors import EcosystemError
from ecosystem.core.forms import Form, SelectChoice, VersionedForm, at_most
from ecosystem.core.forms import ZonedField as ZonedField


def offered(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, words) pairs as the choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


class WholeField(IntegerField):
    """A whole number; thousands may be grouped with dots."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field is None."""
        self.data = None
        text = valuelist[0].strip().replace(".", "") if valuelist else ""
        if not text:
            return
        if len(text) > 15 or not text.removeprefix("-").isdecimal():
            raise ValueError(_l("Please type a whole number."))
        self.data = int(text)


class TakesErrors:
    """Mix-in: puts the error of a use case at the fields it is about, or above the form."""

    def take_errors(self, error: EcosystemError) -> None:
        """Show `error` in the form that was sent; what was typed stays."""
        placed = False
        for name, message in error.details.items():
            field = self._fields.get(name)  # type: ignore[attr-defined]
            if field is not None:
                field.errors = [*field.errors, message]
                placed = True
        if not placed:
            self.form_errors.append(error.message)  # type: ignore[attr-defined]


class ContestForm(TakesErrors, Form):
    """A form about a contest whose change may need an amendment once the rules are locked."""

    amendment = TextAreaField(
        _l("What changes, and why"),
        [Optional(), at_most(LONGEST_SUMMARY)],
        description=_l("The contest is open: this is published as a numbered amendment to the rules."),
    )
    pending: list[Any]

    def __init__(self, *arguments: Any, contest: Contest | None = None, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.pending = []
        zone = contest.timezone if contest is not None else clock.DEFAULT_ZONE
        for field in self:
            if isinstance(field, ZonedField):
                field.zone = zone

    def take_errors(self, error: EcosystemError) -> None:
        """Show `error`; a change that needs an amendment also shows what would be published."""
        if isinstance(error, AmendmentNeeded):
            self.pending = list(error.changes)
        super().take_errors(error)


class VersionedContestForm(ContestForm, VersionedForm):
    """A form about a contest that remembers which version it was shown with."""


class PlainForm(TakesErrors, Form):
    """A form that changes no rules."""
