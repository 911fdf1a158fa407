"""The purposes for which a person may consent, each with the text that is shown and logged.

A changed text gets a new version; what was consented to stays in the log as it was.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class Purpose:
    """One purpose. Without a `needed` one there is no account; withdrawing it means deleting the account."""

    name: str
    version: str
    title: Text
    text: Text
    needed: bool = False


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "account",
        "2026-11",
        _l("Running my account"),
        _l(
            "I agree that my name, my e-mail address and what I enter here are processed to run my account and"
            " the activities I take part in, for as long as the account exists."
        ),
        needed=True,
    ),
    Purpose(
        "news",
        "2026-11",
        _l("News by e-mail"),
        _l("I would like to be told by e-mail about new contests and events. I can withdraw this at any time."),
    ),
)
NEEDED = frozenset(purpose.name for purpose in PURPOSES if purpose.needed)


def purpose_named(name: str) -> Purpose:
    """Return the purpose. Raises KeyError when there is none."""
    return {purpose.name: purpose for purpose in PURPOSES}[name]
