"""What a question asks for, in words: for the rules page, the checklist and the preview."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext, ngettext

from ecosystem.contests.domain.form import QuestionDefinition
from ecosystem.contests.domain.kinds import QuestionKind as Kind


def kind_in_words(kind: Kind) -> str:
    """Return what an answer of this kind is."""
    words = {
        Kind.SHORT_TEXT: gettext("Short text"),
        Kind.LONG_TEXT: gettext("Long text"),
        Kind.RICH_TEXT: gettext("Formatted text"),
        Kind.NUMBER: gettext("Number"),
        Kind.MONEY: gettext("Amount of money"),
        Kind.DATE: gettext("Date"),
        Kind.YES_NO: gettext("Yes or no"),
        Kind.SINGLE_CHOICE: gettext("One choice"),
        Kind.MULTIPLE_CHOICE: gettext("Several choices"),
        Kind.FILE: gettext("File"),
        Kind.FILES: gettext("Several files"),
        Kind.IMAGE: gettext("Image"),
        Kind.VIDEO_LINK: gettext("Video link"),
        Kind.WEB_ADDRESS: gettext("Web address"),
        Kind.EMAIL: gettext("E-mail"),
        Kind.PHONE: gettext("Phone number"),
        Kind.PLACE: gettext("Province and commune"),
        Kind.TEAM: gettext("Team members"),
    }
    return str(words[kind])


def requirement(question: QuestionDefinition, board_names: Mapping[str, str]) -> str:
    """Return what is asked, in one line: "Long text; required; at most 300 words"."""
    return "; ".join(_parts(question, board_names))


def limits(question: QuestionDefinition) -> list[str]:
    """Return the limits of the answer in words, none when there are none."""
    return list(_limits(question))


def _parts(question: QuestionDefinition, board_names: Mapping[str, str]) -> Iterator[str]:
    yield kind_in_words(question.kind)
    yield gettext("required") if question.is_required else gettext("optional")
    yield from _limits(question)
    if question.board_keys:
        boards = [board_names.get(key, key) for key in board_names if key in question.board_keys]
        yield gettext("only %(boards)s", boards=", ".join(boards))
    if question.shown_if is not None:
        yield gettext("only where another answer calls for it")


def _limits(question: QuestionDefinition) -> Iterator[str]:
    if question.min_characters:
        yield gettext("at least %(number)d characters", number=question.min_characters)
    if question.max_characters:
        yield gettext("at most %(number)d characters", number=question.max_characters)
    if question.max_words:
        yield gettext("at most %(number)d words", number=question.max_words)
    if question.holds_files:
        yield from _file_limits(question)
    if question.minimum is not None:
        yield gettext("at least %(number)s", number=f"{question.minimum.normalize():f}")
    if question.maximum is not None:
        yield gettext("at most %(number)s", number=f"{question.maximum.normalize():f}")


def _file_limits(question: QuestionDefinition) -> Iterator[str]:
    if question.accept:
        yield ", ".join(extension.upper() for extension in question.accept)
    if question.max_files > 1:
        yield ngettext("at most %(num)d file", "at most %(num)d files", question.max_files)
    yield gettext("at most %(size)d MB each", size=question.max_mb)
