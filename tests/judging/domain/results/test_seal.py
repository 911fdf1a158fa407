"""The links of the record hash as JSON arrays, whatever stands in them: published files rest on it."""

import json
from dataclasses import astuple
from hashlib import sha256

import pytest

from ecosystem.judging.domain.results.seal import Link, committed, linked


def as_json(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@pytest.mark.parametrize("text", ["", "9,5", 'a"b\\c', "Đắk Lắk\n\t\x00\x1f\x7f", "\u2028 🙂", "</script>"])
def test_hashes_are_those_of_json_arrays(text: str) -> None:
    link = Link(7, "sheet", "score", text, "value", text)
    assert linked(text, link) == as_json(text, *astuple(link))
    assert committed(text, "a", text) == as_json(text, "a", text)
