"""What a use case refused, shown at the form it came from."""

from typing import Any

from werkzeug.wrappers import Response

from ecosystem.core.errors import EcosystemError

Answer = Response | str | tuple[str, int]


def tell(form: Any, error: EcosystemError, field: str = "") -> int:
    """Put the messages of `error` at its fields, else at `field`, else above the form; return the HTTP status."""
    named = {name: message for name, message in error.details.items() if name in form}
    if not named and field:
        named = {field: error.message}
    for name, message in named.items():
        form[name].errors = [*form[name].errors, str(message)]
    if not named:
        form.form_errors.append(str(error.message))
    return error.status
