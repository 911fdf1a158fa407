"""What acts and fields are called for people. Features say so where they define the acts.

describe("startup.renamed", _l("Startup renamed"))
describe_field("one_liner", _l("In one sentence"))
"""

from ecosystem.core.errors import Text

_acts: dict[str, Text] = {}
_fields: dict[str, Text] = {}


def describe(action: str, text: Text) -> None:
    """Say what `action` is called in a history."""
    _acts[action] = text


def describe_field(name: str, text: Text) -> None:
    """Say what a changed field is called in a history."""
    _fields[name] = text


def act_text(action: str) -> Text:
    """Return what the act is called, the bare name when nobody said."""
    return _acts.get(action, action)


def field_text(name: str) -> Text:
    """Return what the field is called, the bare name when nobody said."""
    return _fields.get(name, name)
