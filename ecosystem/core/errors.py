"""Errors of the domain.

Use cases raise them; `ecosystem.core.web.error_pages` turns each into a page or a JSON answer, once.
The message is for people: a translated sentence that says what to do next.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from flask_babel import LazyString

Text: TypeAlias = str | LazyString


class EcosystemError(Exception):
    """Base of every error the product raises on purpose. `status` is the HTTP status it becomes."""

    status = 400

    def __init__(self, message: Text = "", *, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, Any] = details or {}

    def __str__(self) -> str:
        return str(self.message)


class Refused(EcosystemError):
    """The rules of the product forbid this step (a closed window, an unmet condition)."""

    status = 409


class Invalid(EcosystemError):
    """The input is not usable; `details` maps a field to its message where that is known."""

    status = 400


class NoSuchRecord(EcosystemError):
    """There is no such thing, or the actor may not know of it."""

    status = 404


class NotAllowed(EcosystemError):
    """The actor may see the thing and may not do this with it; the message says why."""

    status = 403


class SignInNeeded(EcosystemError):
    """Nobody is signed in and the endpoint needs somebody."""

    status = 401


class StaleEdit(EcosystemError):
    """The record changed since it was shown. `theirs` and `yours` map field names to values."""

    status = 409

    def __init__(
        self,
        message: Text = "",
        *,
        theirs: Mapping[str, Any] | None = None,
        yours: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.theirs: Mapping[str, Any] = theirs or {}
        self.yours: Mapping[str, Any] = yours or {}


class InvalidTransition(EcosystemError):
    """The life cycle has no such step from the present state."""

    status = 409


class AlreadyTaken(EcosystemError):
    """Somebody else has the scarce thing, or the unique name."""

    status = 409


class TooMany(EcosystemError):
    """A rate limit. `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: Text = "", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooLarge(EcosystemError):
    """The upload or the body is larger than is accepted."""

    status = 413


class StorageFull(EcosystemError):
    """The disk or the object store takes no more; nothing of the entry is lost."""

    status = 507


class Unavailable(EcosystemError):
    """Something the product leans on is away for the moment (database locked, store unreachable)."""

    status = 503
