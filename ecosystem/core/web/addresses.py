"""What may stand in an address: a number that a column can hold, text without a null character.

PostgreSQL and SQLite refuse both with errors of their own; here they simply name nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Rule, UnicodeConverter, ValidationError

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


class LateRule(Rule):
    """A rule that reads addresses from the start, and learns to write them when the first one is asked for.

    There are over seven hundred rules and Werkzeug writes two functions for each: a worker would wait for all of them.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        """Return a function that has Werkzeug's own made at its first call."""
        make = super()._compile_builder
        made: list[Callable[..., tuple[str, str]]] = []

        def write(rule: Rule, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(make(append_unknown))
            return made[0](rule, **values)

        return write


def refuse_null_in_query() -> None:
    """No browser sends a null character in a query."""
    if b"%00" in request.query_string or b"\x00" in request.query_string:
        abort(400)


def init_addresses(app: Flask) -> None:
    """Let every address of the application be read so; call it before the first one is added."""
    app.url_rule_class = LateRule
    app.url_map.converters.update(int=StorableNumber, string=StorableText, default=StorableText)
    app.before_request(refuse_null_in_query)
