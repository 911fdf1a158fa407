"""What the organiser's staff types about entries."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, TextAreaField

from ecosystem.applications.services.decisions import Verdict
from ecosystem.core import clock
from ecosystem.core.forms import Form, SelectChoice, at_most, chosen, required

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
VERDICT_WORDS = {
    Verdict.ACCEPT: _l("Eligible"),
    Verdict.REJECT: _l("Not eligible"),
    Verdict.UNDECIDE: _l("Take the decision back"),
}


def _offered(*verdicts: Verdict) -> list[SelectChoice]:
    return [SelectChoice(verdict.value, VERDICT_WORDS[verdict]) for verdict in verdicts]


class VerdictForm(Form):
    """Eligible or not, with the reason."""

    verdict = RadioField(
        _l("Decision"),
        choices=_offered(Verdict.ACCEPT, Verdict.REJECT),
        validators=[chosen()],
    )
    reason = TextAreaField(
        _l("Reason"), validators=[at_most(2000)], description=_l("The team reads it. Needed when not eligible.")
    )


class ReturnForm(Form):
    """What is missing, and until when."""

    items = TextAreaField(
        _l("What is missing"),
        validators=[required(), at_most(4000)],
        description=_l("One thing a line. The team reads this list."),
    )
    until = DateTimeLocalField(_l("To be completed by"), format=_FORMATS, validators=[required()])

    def suggest(self, zone: str) -> None:
        """Offer the end of the third day from now."""
        day = clock.now().astimezone(clock.zone(zone)) + timedelta(days=3)
        self.until.data = day.replace(hour=17, minute=0, second=0, microsecond=0, tzinfo=None)

    def listed_items(self) -> list[str]:
        """The lines."""
        return [line.strip("-• \t") for line in (self.items.data or "").splitlines() if line.strip("-• \t")]

    def instant(self, zone: str) -> datetime:
        """The date as an instant."""
        assert self.until.data is not None  # the field is required
        return clock.local(self.until.data, zone)


class NoteForm(Form):
    """A remark for colleagues."""

    text = TextAreaField(_l("Note"), validators=[required(), at_most(5000)])


class ExtensionForm(Form):
    """A later deadline for the people of one entry."""

    until = DateTimeLocalField(_l("New deadline"), format=_FORMATS, validators=[required()])
    reason = TextAreaField(_l("Reason"), validators=[required(), at_most(2000)])

    def instant(self, zone: str) -> datetime:
        """The deadline as an instant."""
        assert self.until.data is not None  # the field is required
        return clock.local(self.until.data, zone)


class BulkForm(Form):
    """One decision about several entries; `ids` are the public ids, `step` tells preview from doing."""

    verdict = SelectField(
        _l("Decision"),
        choices=_offered(*Verdict),
    )
    reason = TextAreaField(_l("Reason"), validators=[at_most(2000)])
    step = HiddenField()


class WaiveForm(Form):
    """Why an entry pays no fee."""

    reason = TextAreaField(
        _l("Reason for the waiver"),
        [required(), at_most(1_000)],
        description=_l("Stays on record; the team sees that nothing is to be paid."),
    )
