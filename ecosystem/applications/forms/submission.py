"""Handing in and withdrawing."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from ecosystem.core.forms import Form, at_most


class SubmitForm(Form):
    """The commitment."""

    commitment = BooleanField(_l("We have read the commitment above and stand by it"))


class WithdrawForm(Form):
    """Why, if somebody wants to tell."""

    reason = TextAreaField(_l("Reason (the organiser reads it)"), validators=[at_most(2000)])
