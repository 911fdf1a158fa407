"""Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds) and recovery codes."""

import hmac
from datetime import datetime

import pyotp

PERIOD = 30
DRIFT = 1
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


def step_at(instant: datetime) -> int:
    """Return the number of the thirty seconds that `instant` (aware) lies in."""
    return int(instant.timestamp()) // PERIOD


def matching_step(secret: str, code: str, *, now: datetime, last_step: int) -> int | None:
    """Return the step whose code was typed, None when there is none.

    A clock may be one step off. Steps up to `last_step` were used before and never match again.
    `secret` is the key in base 32.
    """
    typed = code_typed(code)
    if len(typed) != 6 or not typed.isascii():
        return None
    key = pyotp.TOTP(secret)
    for step in range(step_at(now) - DRIFT, step_at(now) + DRIFT + 1):
        if step > last_step and hmac.compare_digest(key.generate_otp(step), typed):
            return step
    return None


def code_typed(text: str) -> str:
    """Return a code without the blanks and hyphens it was typed with, in lower case."""
    return "".join(text.split()).replace("-", "").lower()


def grouped(text: str, length: int) -> str:
    """Return `text` in groups of `length` characters, to be read and typed: "abcde-fghij"."""
    return "-".join(text[start : start + length] for start in range(0, len(text), length))


def setup_address(secret: str, *, account: str, issuer: str) -> str:
    """Return the `otpauth://` address that an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)
