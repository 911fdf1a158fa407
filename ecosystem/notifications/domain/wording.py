"""An organiser's own words for a mail: other words around the placeholders of the standard text, and no others.

Who writes them is no programmer, and a mail is written inside use cases that may not fail: so a wording may say
what it likes, but it is filled in only with what the standard text is filled in with.
"""

import re
from collections.abc import Iterator

from jinja2 import Environment

_SYNTAX = Environment(autoescape=True)  # only reads the marks; nothing is rendered with it
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_BEGINS = ("variable_begin", "block_begin", "raw_begin", "comment_begin")
_ENDS = ("variable_end", "block_end", "raw_end", "comment_end")
SUBJECT = "Subject: "


def divided(source: str) -> tuple[str, str]:
    """Return (subject, body) of a mail's template. Raises ValueError when it does not begin with its subject."""
    first, _, rest = source.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError("does not begin with its subject")
    return first.removeprefix(SUBJECT).strip(), rest.strip()


def placeholders(text: str) -> list[str]:
    """Return what is filled in, "{{ entry.code }}", each once, in the order of the text."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def foreign(text: str, standard: str) -> list[str]:
    """Return the placeholders and conditions of `text` that `standard` lacks. Raises TemplateSyntaxError."""
    known = {key for key, _ in _marks(standard)}
    return [shown for key, shown in _marks(text) if key not in known]


def ensure_well_formed(text: str) -> None:
    """Raise TemplateSyntaxError when a brace or a condition is not closed."""
    _SYNTAX.parse(text)


def _marks(text: str) -> Iterator[tuple[str, str]]:
    """Every mark of the template language: as it is compared, blanks aside, and as it was typed."""
    key, typed = "", ""
    for _line, part, value in _SYNTAX.lex(text):
        if part in _BEGINS:
            key, typed = part, value
        elif key:
            typed += value
            key += "" if part == "whitespace" else f" {value}"
            if part in _ENDS:
                yield key, typed
                key = ""
