import pytest

from ecosystem.judging.domain.results.snapshot import canonical, fingerprint


def test_one_spelling_whatever_the_order() -> None:
    assert canonical({"b": "ộ", "a": 1}) == canonical({"a": 1, "b": "ộ"}) == '{"a":1,"b":"ộ"}'.encode()
    assert fingerprint({"a": 1}) == fingerprint({"a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"score": float("nan")})
