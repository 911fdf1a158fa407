"""What somebody makes of two entries that resemble each other."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from ecosystem.applications.models import Resemblance
from ecosystem.core.forms import Form, SelectChoice, at_most, chosen

RESEMBLANCE_WORDS = {
    Resemblance.OPEN: _l("Not looked at yet"),
    Resemblance.DIFFERENT: _l("Different ideas"),
    Resemblance.SAME_IDEA: _l("The same idea"),
}
_ANSWERS = (Resemblance.DIFFERENT, Resemblance.SAME_IDEA)


class ResemblanceForm(Form):
    """Different ideas, or the same; why."""

    state = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(state.value, RESEMBLANCE_WORDS[state]) for state in _ANSWERS],
        validators=[chosen()],
    )
    note = TextAreaField(
        _l("Note"), validators=[at_most(2000)], description=_l("Only the organiser's staff reads notes.")
    )
