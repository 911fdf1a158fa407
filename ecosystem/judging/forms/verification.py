"""The form that checks a downloaded file."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField, ValidationError

from ecosystem.core.forms import Form

LARGEST = 48 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")


def _without_spaces(text: str | None) -> str:
    return "".join((text or "").split()).lower()


class CheckForm(Form):
    """A file and, if it is at hand, the hash that was published."""

    file = FileField(_l("The downloaded file"))
    published_hash = StringField(_l("Published SHA-256 (may stay empty)"), filters=[_without_spaces])

    def validate_file(self, field: FileField) -> None:
        """A file must be there and within bounds."""
        if not field.data or not field.data.filename:
            raise ValidationError(_l("Choose the file first."))
        if len(self.content()) > LARGEST:
            raise ValidationError(_l("The file is too large to be published results."))

    def validate_published_hash(self, field: StringField) -> None:
        """64 letters of hexadecimal, if anything."""
        if field.data and not _HASH.fullmatch(field.data):
            raise ValidationError(_l("A SHA-256 has 64 characters, 0 to 9 and a to f."))

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most."""
        self.file.data.stream.seek(0)
        found: bytes = self.file.data.stream.read(LARGEST + 1)
        return found
