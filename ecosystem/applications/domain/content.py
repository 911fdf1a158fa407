"""The content of an entry as it is handed in: one canonical text and its hash.

A content is plain data (what JSON can hold, without floats), so that the same entry has the same hash on every
machine:

    {"format": 1, "contest": {"slug", "title"}, "board": {"key", "name", "name_en"} | None,
     "title", "summary", "startup": {"name", "province", "sectors"} | None,
     "sections": [{"title", "title_en", "questions": [
         {"key", "kind", "label", "label_en", "hidden", "value", "shown", "shown_en",
          "files": [{"id", "name", "size", "type", "sha256"}]}]}],
     "members": [{"name", "role", "organisation", "email", "phone", "is_lead", "is_under_16"}],
     "commitment": text}
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

Content = Mapping[str, Any]
FORMAT = 1


def canonical(content: Content) -> str:
    """Return `content` as canonical JSON: keys sorted, no blanks, letters as they are. Raises TypeError on a float."""
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: Content) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def questions_of(content: Content) -> Iterator[Mapping[str, Any]]:
    """Go through the questions of all sections, in order."""
    for section in content.get("sections", ()):
        yield from section["questions"]


def files_of(content: Content) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Go through (question, file) of all sections, in order."""
    for question in questions_of(content):
        for file in question.get("files", ()):
            yield question, file


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no exact text; use an integer or a decimal written as a string")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
