"""Hashing passwords with argon2id, always outside a write transaction: it takes some 45 ms on purpose."""

from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from flask import current_app
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.domain.passwords import LONGEST, SHORTEST, Weakness, weakness
from ecosystem.core.database import in_transaction
from ecosystem.core.errors import Invalid, Text
from ecosystem.core.search import normalise

# OWASP's second choice: 19 MiB, two passes. Tests set PASSWORD_HASHING to something cheap.
STRENGTH: dict[str, int] = {"time_cost": 2, "memory_cost": 19456, "parallelism": 1}

REASONS: dict[Weakness, Text] = {
    Weakness.TOO_SHORT: _l("Please use at least %(shortest)d characters.", shortest=SHORTEST),
    Weakness.TOO_LONG: _l("Please use at most %(longest)d characters.", longest=LONGEST),
    Weakness.ONLY_DIGITS: _l("A number alone is easily guessed. Please add some words."),
    Weakness.REPEATED: _l("The same characters over and over are easily guessed."),
    Weakness.SEQUENCE: _l("Keys in a row are easily guessed."),
    Weakness.PERSONAL: _l("Your name or e-mail address is easily guessed."),
    Weakness.COMMON: _l("This is one of the passwords that are tried first. Please choose another."),
}


@lru_cache(maxsize=4)
def _hasher(strength: tuple[tuple[str, Any], ...]) -> PasswordHasher:
    return PasswordHasher(**dict(strength))


def _present_hasher() -> PasswordHasher:
    return _hasher(tuple(sorted(current_app.config.get("PASSWORD_HASHING", STRENGTH).items())))


@lru_cache(maxsize=4)
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("the password of nobody")


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`. Raises RuntimeError inside a use case's transaction."""
    _refuse_under_lock()
    return _present_hasher().hash(normalise(password))


def verify_password(stored: str, password: str) -> bool:
    """Tell whether `password` is the one. Without a stored hash it takes the same time and says no.

    Raises RuntimeError inside a use case's transaction.
    """
    _refuse_under_lock()
    hasher = _present_hasher()
    try:
        matches = hasher.verify(stored or _nobodys_hash(hasher), normalise(password))
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError) as error:
        raise RuntimeError("a stored password hash cannot be read") from error
    return matches and bool(stored)


def needs_rehash(stored: str) -> bool:
    """Tell whether the hash was made with other parameters than the present ones."""
    return _present_hasher().check_needs_rehash(stored)


def refuse_weak(password: str, *, personal: tuple[str, ...], field: str = "password") -> None:
    """Raise Invalid, naming `field`, when the password is too weak for a person known by `personal`."""
    found = weakness(password, personal=personal)
    if found is not None:
        raise Invalid(REASONS[found], details={field: REASONS[found]})


def _refuse_under_lock() -> None:
    if in_transaction():
        raise RuntimeError("hashing a password would hold the write lock")
