"""What an exhibitor notes about a lead."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from ecosystem.contests.forms.base import TakesErrors, offered
from ecosystem.core.forms import VersionedForm, at_most
from ecosystem.visitors.domain.states import Warmth
from ecosystem.visitors.kinds import WARMTH_TITLES
from ecosystem.visitors.models import Lead

MOST_TAGS = 10


class LeadForm(TakesErrors, VersionedForm):
    """Rating, notes, tags and the day of the follow-up."""

    rating = RadioField(
        _l("Stars"),
        choices=offered((("", "–"), ("1", "★"), ("2", "★★"), ("3", "★★★"))),
        default="",
        validate_choice=True,
    )
    warmth = RadioField(
        _l("How warm"),
        choices=offered((("", "–"), *((each.value, text) for each, text in WARMTH_TITLES.items()))),
        default="",
    )
    notes = TextAreaField(_l("Notes"), [Optional(), at_most(4_000)])
    tags = StringField(_l("Tags"), [Optional(), at_most(300)], description=_l("Parted by commas."))
    follow_up_on = DateField(_l("Follow up on"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])

    def validate_tags(self, field: StringField) -> None:
        """A few short words."""
        if len(self._tags()) > MOST_TAGS:
            raise ValidationError(_l("At most %(number)s tags.", number=MOST_TAGS))

    def _tags(self) -> list[str]:
        words = (word.strip()[:40] for word in (self.tags.data or "").split(","))
        return list(dict.fromkeys(word for word in words if word))

    def to_values(self) -> dict[str, Any]:
        """Return the notes as columns."""
        return {
            "rating": int(self.rating.data) if self.rating.data else None,
            "warmth": Warmth(self.warmth.data) if self.warmth.data else None,
            "notes": self.notes.data or "",
            "tags": self._tags(),
            "follow_up_on": self.follow_up_on.data,
        }


def lead_form(lead: Lead) -> LeadForm:
    """Return the form of a lead."""
    form = LeadForm(obj=lead)
    if not form.is_submitted():
        form.rating.data = str(lead.rating or "")
        form.warmth.data = lead.warmth.value if lead.warmth else ""
        form.tags.data = ", ".join(lead.tags)
    return form
