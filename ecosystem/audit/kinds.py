"""What acts and fields are called for people. Features say so where they define the acts.

describe("startup.renamed", _l("Startup renamed"))
describe_field("one_liner", _l("In one sentence"))
describe_code("draft", _l("Draft"))
"""

from ecosystem.core.errors import Text

_acts: dict[str, Text] = {}
_fields: dict[str, Text] = {}
_codes: dict[str, Text] = {}


def describe(action: str, text: Text) -> None:
    """Say what `action` is called in a history."""
    _acts[action] = text


def describe_field(name: str, text: Text) -> None:
    """Say what a changed field is called in a history."""
    _fields[name] = text


def describe_code(code: str, text: Text) -> None:
    """Say what a stored `code`, such as a state, is called where it changed."""
    _codes[code] = text


def act_text(action: str) -> Text:
    """Return what the act is called, the bare name when nobody said."""
    return _acts.get(action, action)


def field_text(name: str) -> Text:
    """Return what the field is called, the bare name when nobody said."""
    return _fields.get(name, name)


def code_text(code: str) -> Text:
    """Return what the code is called, the text itself when it is none."""
    return _codes.get(code, code)
