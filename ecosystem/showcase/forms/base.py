"""What the forms of the showcase share: the error of a use case at the field it is about, a key drawn with the form."""

import re
import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import Optional

from ecosystem.core.errors import EcosystemError
from ecosystem.core.forms import Form, WebAddressField, at_most

_KEY = re.compile(r"[0-9a-f]{32}")


class OwnForm(Form):
    """A form that shows what a use case refused; what was typed stays."""

    def take_errors(self, error: EcosystemError) -> None:
        """Put `error` at the fields it names, else above the form."""
        placed = False
        for name, message in error.details.items():
            field = self._fields.get(name)
            if field is not None:
                field.errors = [*field.errors, message]
                placed = True
        if not placed:
            self.form_errors.append(error.message)


class OnceForm(OwnForm):
    """A form that is one act however often it is sent: its key is drawn when it is shown."""

    sent_key = HiddenField()
    extra_words = StringField(_l("Leave this empty"), [at_most(200)])  # programs fill in what people do not see

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        if not _KEY.fullmatch(str(self.sent_key.data or "")):
            self.sent_key.data = self.sent_key.raw_data = None
            self.sent_key.data = secrets.token_hex(16)

    @property
    def is_trap_filled(self) -> bool:
        """Whether a program filled in the field that nobody sees."""
        return bool(self.extra_words.data)


def video_field() -> WebAddressField:
    """A link to a film on another page."""
    return WebAddressField(
        _l("Video"), [Optional(), at_most(300)], description=_l("A link to YouTube, Vimeo or another page.")
    )


def sectors_within(most: int, codes: Any) -> None:
    """Raise ValidationError for too many sectors."""
    if len(codes or ()) > most:
        raise ValidationError(_l("At most %(most)d sectors, please.", most=most))
