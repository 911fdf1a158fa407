"""Forms of the outbox."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, SubmitField, TextAreaField

from ecosystem.core.forms import VersionedForm, at_most, required


class MailForm(VersionedForm):
    """The words of a mail that waits."""

    subject = StringField(_l("Subject"), validators=[required(), at_most(300)])
    body = TextAreaField(_l("Text"), validators=[required(), at_most(20_000)])


class WordingForm(MailForm):
    """The words of every mail of one kind; `look` shows what they become and stores nothing."""

    look = SubmitField(_l("Preview"))
