import pytest

from ecosystem.judging.domain.results.snapshot import canonical, fingerprint, fingerprint_of, joined, sealed, spelled


def test_one_spelling_whatever_the_order() -> None:
    assert canonical({"b": "ộ", "a": 1}) == canonical({"a": 1, "b": "ộ"}) == '{"a":1,"b":"ộ"}'.encode()
    assert fingerprint({"a": 1}) == fingerprint({"a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"score": float("nan")})


def test_a_sealed_document_is_spelled_as_if_in_one_piece() -> None:
    document = {"z": [1, {"b": None, "a": 'Đắk Lắk "x"'}], "seat": 0, "ab": "\u2028", "é": {}}
    assert sealed(document) == canonical({**document, "seal": fingerprint(document)})
    assert fingerprint_of(spelled(document)) == fingerprint(document)
    assert joined({}) == canonical({})
