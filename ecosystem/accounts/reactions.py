"""What accounts do when something happens on a floor below."""

from ecosystem.accounts.services import choose_language
from ecosystem.core.access import actor
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.preferences import LanguageChosen


@reacts_to(LanguageChosen)
def keep_language(chosen: LanguageChosen) -> None:
    """A language chosen in the header is the account's as well: mails come in it."""
    who = actor()
    if who.id is not None and getattr(who, "language", None) != chosen.language:
        choose_language(who.id, chosen.language)
