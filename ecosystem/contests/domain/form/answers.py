"""What an answer must be, and what is still missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.form.conditions import visible_questions
from ecosystem.contests.domain.form.counting import count_characters, count_words
from ecosystem.contests.domain.form.definition import FormDefinition, QuestionDefinition
from ecosystem.contests.domain.form.reading import is_blank
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.core.errors import Text
from ecosystem.core.money import LARGEST

# What is never exceeded, whatever the organiser allows.
LONGEST = {Kind.SHORT_TEXT: 500, Kind.LONG_TEXT: 20_000, Kind.RICH_TEXT: 20_000}
LONGEST_ADDRESS = 500
LARGEST_NUMBER = Decimal(10) ** 15
LARGEST_TEAM = 50

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answer to a question, in words; `code` names the kind of problem."""

    question: str
    code: str
    message: Text


def check_answer(question: QuestionDefinition, value: Any) -> list[Problem]:
    """Return what is wrong with a stored value; a blank one is never wrong here (see `missing`)."""
    if is_blank(value):
        return []
    found = _CHECKS[question.kind](question, value)
    return [Problem(question.key, code, message) for code, message in found]


def missing(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    *,
    board_key: str | None,
    files: Mapping[str, int] | None = None,
    team_size: int | None = None,
) -> list[Problem]:
    """Return, in the order of the form, the required questions that are asked and not answered.

    `files` tells how many files each question holds; `team_size` how many members the entry has.
    """
    held = files or {}
    return [
        Problem(question.key, "missing", _l("“%(label)s” is not answered yet.", label=question.label))
        for question in visible_questions(definition, board_key, answers)
        if question.is_required and not _is_answered(question, answers, held, team_size)
    ]


def problems(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    *,
    board_key: str | None,
    files: Mapping[str, int] | None = None,
    team_size: int | None = None,
) -> list[Problem]:
    """Return everything that stands against handing the form in: what is missing, then what is wrong."""
    asked = visible_questions(definition, board_key, answers)
    wrong = [problem for question in asked for problem in check_answer(question, answers.get(question.key))]
    return missing(definition, answers, board_key=board_key, files=files, team_size=team_size) + wrong


def _is_answered(
    question: QuestionDefinition, answers: Mapping[str, Any], files: Mapping[str, int], team_size: int | None
) -> bool:
    if question.holds_files:
        return files.get(question.key, 0) > 0
    if question.kind is Kind.TEAM and team_size is not None:
        return team_size > 0
    return not is_blank(answers.get(question.key))


Found = list[tuple[str, Text]]
_WRONG_SHAPE: Found = [("shape", _l("This answer cannot be read. Please give it again."))]


def _text(question: QuestionDefinition, value: Any) -> Found:
    if not isinstance(value, str):
        return _WRONG_SHAPE
    characters, words = count_characters(value), count_words(value)
    hard = LONGEST[question.kind]
    most = min(question.max_characters or hard, hard)
    found: Found = []
    if characters > most:
        found.append(("long", _l("At most %(most)d characters, please: there are %(now)d.", most=most, now=characters)))
    if question.min_characters and characters < question.min_characters:
        least = question.min_characters
        found.append(
            ("short", _l("At least %(least)d characters, please: there are %(now)d.", least=least, now=characters))
        )
    if question.max_words and words > question.max_words:
        found.append(
            ("words", _l("At most %(most)d words, please: there are %(now)d.", most=question.max_words, now=words))
        )
    return found


def _number(question: QuestionDefinition, value: Any) -> Found:
    wrong: Found = [("number", _l("Please type a number, such as 7,5."))]
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > 30:
        return wrong
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return wrong
    if not number.is_finite() or abs(number) > LARGEST_NUMBER:
        return wrong
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > question.decimals:
        return [("decimals", _l("At most %(places)d decimals, please.", places=question.decimals))]
    return _range(question, number)


def _range(question: QuestionDefinition, number: Decimal) -> Found:
    if question.minimum is not None and number < question.minimum:
        return [("small", _l("At least %(least)s, please.", least=f"{question.minimum.normalize():f}"))]
    if question.maximum is not None and number > question.maximum:
        return [("large", _l("At most %(most)s, please.", most=f"{question.maximum.normalize():f}"))]
    return []


def _money(question: QuestionDefinition, value: Any) -> Found:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        return [("money", _l("Please type an amount in đồng, such as 50.000.000 or 50 triệu."))]
    return _range(question, Decimal(value))


def _date(_question: QuestionDefinition, value: Any) -> Found:
    try:
        if isinstance(value, str) and 1900 <= date.fromisoformat(value).year <= 2200:
            return []
    except ValueError:
        pass  # told below, in words
    return [("date", _l("Please type a date, such as 22/11/2026."))]


def _yes_no(_question: QuestionDefinition, value: Any) -> Found:
    return [] if isinstance(value, bool) else [("choice", _l("Please answer yes or no."))]


def _single(question: QuestionDefinition, value: Any) -> Found:
    if isinstance(value, str) and value in question.choice_values:
        return []
    return [("choice", _l("Please choose one of the answers offered."))]


def _multiple(question: QuestionDefinition, value: Any) -> Found:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return _WRONG_SHAPE
    if len(set(value)) != len(value) or not set(value) <= question.choice_values:
        return [("choice", _l("Please choose among the answers offered."))]
    if question.maximum is not None and len(value) > question.maximum:
        return [("many", _l("Please choose at most %(most)d.", most=int(question.maximum)))]
    return []


def _files(question: QuestionDefinition, value: Any) -> Found:
    if not isinstance(value, list):
        return _WRONG_SHAPE
    if len(value) > question.max_files:
        return [("many", _l("At most %(most)d files, please.", most=question.max_files))]
    return []


def _address(_question: QuestionDefinition, value: Any) -> Found:
    wrong: Found = [("address", _l("Please give a web address that begins with https://."))]
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or re.search(r"\s", value):
        return wrong
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return wrong
    return [] if parts.scheme in ("http", "https") and "." in host and not parts.username else wrong


def _email(_question: QuestionDefinition, value: Any) -> Found:
    if isinstance(value, str) and len(value) <= 254 and _EMAIL.fullmatch(value):
        return []
    return [("email", _l("Please give an e-mail address, such as ten@vidu.vn."))]


def _phone(_question: QuestionDefinition, value: Any) -> Found:
    import phonenumbers  # loads large tables, so only when a number is checked

    try:
        if isinstance(value, str) and phonenumbers.is_valid_number(phonenumbers.parse(value, "VN")):
            return []
    except phonenumbers.NumberParseException:
        pass  # told below, in words
    return [("phone", _l("Please give a phone number, such as 0912 345 678."))]


def _place(_question: QuestionDefinition, value: Any) -> Found:
    if not isinstance(value, dict) or set(value) - {"province", "commune"}:
        return _WRONG_SHAPE
    province, commune = value.get("province", ""), value.get("commune", "")
    if not all(isinstance(code, str) and len(code) <= 8 for code in (province, commune)):
        return _WRONG_SHAPE
    return [] if province else [("province", _l("Please choose the province."))]


def _team(question: QuestionDefinition, value: Any) -> Found:
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        return _WRONG_SHAPE
    if any(is_blank(person.get("name")) for person in value):
        return [("name", _l("Every member needs a name."))]
    if len(value) > LARGEST_TEAM:
        return [("large", _l("At most %(most)s, please.", most=str(LARGEST_TEAM)))]
    return _range(question, Decimal(len(value)))


_CHECKS: dict[Kind, Callable[[QuestionDefinition, Any], Found]] = {
    Kind.SHORT_TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.RICH_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.SINGLE_CHOICE: _single,
    Kind.MULTIPLE_CHOICE: _multiple,
    Kind.FILE: _files,
    Kind.FILES: _files,
    Kind.IMAGE: _files,
    Kind.VIDEO_LINK: _address,
    Kind.WEB_ADDRESS: _address,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.PLACE: _place,
    Kind.TEAM: _team,
}
