"""Codes of the authenticator."""

from datetime import UTC, datetime, timedelta

import pytest

from ecosystem.accounts.domain.codes import code_typed, grouped, matching_step, setup_address, step_at

# RFC 6238, appendix B: the ASCII secret "12345678901234567890" with SHA-1; the last six of the eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_published_values(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(RFC_SECRET, code, now=at, last_step=0) == seconds // 30


def test_a_clock_may_be_one_step_off_but_not_two() -> None:
    at = datetime.fromtimestamp(59, UTC)
    for drift, accepted in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        found = matching_step(RFC_SECRET, "287082", now=at + timedelta(seconds=drift), last_step=0)
        assert (found == 1) is accepted, drift


def test_a_used_step_never_matches_again() -> None:
    at = datetime.fromtimestamp(59, UTC)
    assert matching_step(RFC_SECRET, "287082", now=at, last_step=step_at(at)) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "abcdef", "٢٨٧٠٨٢", "x" * 10_000])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(RFC_SECRET, typed, now=datetime.fromtimestamp(59, UTC), last_step=0) is None


def test_codes_are_read_with_blanks_and_hyphens() -> None:
    assert matching_step(RFC_SECRET, " 287 082 ", now=datetime.fromtimestamp(59, UTC), last_step=0) == 1
    assert code_typed("ABCDE-fghjk") == "abcdefghjk"
    assert grouped("abcdefghjk", 5) == "abcde-fghjk"


def test_the_address_names_site_and_account() -> None:
    address = setup_address(RFC_SECRET, account="an@example.vn", issuer="Ecosystem")
    assert address.startswith("otpauth://totp/Ecosystem:an%40example.vn?")
    assert "issuer=Ecosystem" in address
