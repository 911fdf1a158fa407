"""What may stand in an address: a number that a column can hold, text without a null character.

PostgreSQL and SQLite refuse both with errors of their own; here they simply name nothing.
"""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

LARGEST_NUMBER = 2**31 - 1


class StorableNumber(IntegerConverter):
    """`<int:…>`: larger numbers than a column holds do not match."""

    def to_python(self, value: str) -> int:
        """Read the number. Raises ValidationError, which makes the address match nothing."""
        if not value.isascii() or len(value) > len(str(LARGEST_NUMBER)):
            raise ValidationError
        number = int(super().to_python(value))
        if number > LARGEST_NUMBER:
            raise ValidationError
        return number


class StorableText(UnicodeConverter):
    """`<…>`: text with a null character does not match."""

    def to_python(self, value: str) -> str:
        """Read the text. Raises ValidationError, which makes the address match nothing."""
        if "\x00" in value:
            raise ValidationError
        return str(super().to_python(value))


def refuse_null_in_query() -> None:
    """No browser sends a null character in a query."""
    if b"%00" in request.query_string or b"\x00" in request.query_string:
        abort(400)


def init_addresses(app: Flask) -> None:
    """Let every address of the application be read so; call it before the first one is added."""
    app.url_map.converters.update(int=StorableNumber, string=StorableText, default=StorableText)
    app.before_request(refuse_null_in_query)
