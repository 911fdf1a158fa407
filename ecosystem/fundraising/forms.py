"""What founders raise, what both sides tell of a meeting."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from ecosystem.core.forms import DongField, Form, VersionedForm, WholeNumberField, at_most, chosen
from ecosystem.fundraising.domain.outcomes import OUTCOMES, Outcome, Told
from ecosystem.fundraising.domain.pitch import (
    AUDIENCES,
    DOCUMENT_KINDS,
    MOST_FIGURES,
    MOST_USES,
    Audience,
    DocumentKind,
    Figure,
    Pitch,
    Use,
)
from ecosystem.investors.domain.profile import INSTRUMENTS
from ecosystem.uploads.forms import MEGABYTE, UploadField

LARGEST_DOCUMENT = 25 * MEGABYTE


class PitchForm(VersionedForm):
    """What a startup raises, what for, and what shows that it is worth it."""

    is_raising = BooleanField(_l("We are raising money now"))
    ask = DongField(_l("How much you are raising"), [Optional()], description=_l("In đồng, such as 2 tỷ."))
    raised = DongField(_l("Of that, already committed"), [Optional()])
    valuation = DongField(
        _l("Valuation before the money"),
        [Optional()],
        description=_l("Empty: you speak about it in the meeting."),
    )
    instruments = SelectMultipleField(_l("Ways to invest"), choices=lambda: list(INSTRUMENTS.items()))
    closes_on = DateField(_l("The round closes on"), [Optional()])
    summary = TextAreaField(
        _l("Why now"), [at_most(3_000)], description=_l("The problem, what you have reached, why money now helps.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_USES + 1):
            self._named(f"use_{number}", _l("Use %(number)d", number=number))
            self._named(f"percent_{number}", _l("Share (percent)"))
        for number in range(1, MOST_FIGURES + 1):
            self._named(f"figure_{number}", _l("Figure %(number)d", number=number))
            self._named(f"value_{number}", _l("Value"))

    def _named(self, name: str, label: Any) -> None:
        self[name].label.text = label

    @classmethod
    def showing(cls, pitch: Pitch | None, version: int | None) -> "PitchForm":
        """Return the form filled with what is stored, or with what was sent."""
        if pitch is None:
            return cls()
        rows: dict[str, Any] = {}
        for number, use in enumerate(pitch.uses, 1):
            rows |= {f"use_{number}": use.purpose, f"percent_{number}": use.percent}
        for number, figure in enumerate(pitch.figures, 1):
            rows |= {f"figure_{number}": figure.label, f"value_{number}": figure.value}
        return cls(obj=pitch, data=rows | {"version": version})

    @property
    def use_rows(self) -> list[tuple[Field, Field]]:
        """The fields of the uses of the money, purpose beside share."""
        return [(self[f"use_{number}"], self[f"percent_{number}"]) for number in range(1, MOST_USES + 1)]

    @property
    def figure_rows(self) -> list[tuple[Field, Field]]:
        """The fields of the figures, label beside value."""
        return [(self[f"figure_{number}"], self[f"value_{number}"]) for number in range(1, MOST_FIGURES + 1)]

    def to_value(self) -> Pitch:
        """Return what was typed; rows without words are left out."""
        return Pitch(
            is_raising=bool(self.is_raising.data),
            ask=self.ask.data or None,
            valuation=self.valuation.data or None,
            raised=self.raised.data,
            instruments=tuple(self.instruments.data or ()),
            closes_on=self.closes_on.data,
            summary=self.summary.data or "",
            uses=tuple(Use(a.data, b.data or 0) for a, b in self.use_rows if a.data),
            figures=tuple(Figure(a.data, b.data or "") for a, b in self.figure_rows if a.data),
        )


for _number in range(1, MOST_USES + 1):
    setattr(PitchForm, f"use_{_number}", StringField(validators=[at_most(120)]))
    setattr(PitchForm, f"percent_{_number}", WholeNumberField(validators=[Optional(), NumberRange(0, 100)]))
for _number in range(1, MOST_FIGURES + 1):
    setattr(PitchForm, f"figure_{_number}", StringField(validators=[at_most(80)]))
    setattr(PitchForm, f"value_{_number}", StringField(validators=[at_most(80)]))


class DocumentForm(Form):
    """A confidential document and who may open it."""

    file = UploadField(_l("Document"), purpose="confidential_document", formats=("pdf",), largest=LARGEST_DOCUMENT)
    title = StringField(_l("Name for investors"), [at_most(200)], description=_l("Empty: the name of the file."))
    kind = SelectField(_l("What it is"), choices=lambda: [(kind.value, DOCUMENT_KINDS[kind]) for kind in DocumentKind])
    audience = RadioField(
        _l("Who may open it"),
        [chosen()],
        choices=lambda: [(each.value, AUDIENCES[each]) for each in Audience],
        default=Audience.VERIFIED.value,
    )


class AudienceForm(Form):
    """Who may open a document from now on."""

    audience = SelectField(_l("Who may open it"), choices=lambda: [(each.value, AUDIENCES[each]) for each in Audience])


class ReportForm(Form):
    """What came of a meeting."""

    outcome = RadioField(
        _l("What came of it?"), [chosen()], choices=lambda: [(each.value, OUTCOMES[each]) for each in Outcome]
    )
    amount = DongField(
        _l("Amount"), [Optional()], description=_l("For a term sheet or an investment, in đồng, such as 1,5 tỷ.")
    )
    committed_on = DateField(_l("Agreed on"), [Optional()], description=_l("For an investment."))
    next_step = StringField(
        _l("Next step"), [at_most(500)], description=_l("Only your side reads it. Such as: data room until Friday.")
    )

    def to_value(self) -> Told:
        """Return what was told."""
        return Told(Outcome(self.outcome.data), self.amount.data, self.committed_on.data)


class NoteForm(VersionedForm):
    """A side's own note."""

    text = TextAreaField(
        _l("Your private note"), [at_most(20_000)], description=_l("Only your side reads it, never the organiser.")
    )
