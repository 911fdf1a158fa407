"""What an organiser writes to judges who are behind."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from ecosystem.core.forms import Form, at_most


class ReminderForm(Form):
    """A word of the organiser's own in the reminder."""

    message = TextAreaField(_l("Message"), validators=[at_most(2000)])
