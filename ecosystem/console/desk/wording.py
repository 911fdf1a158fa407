"""The words of a contest's mails: what they are tried with, and what stands for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.errors import NoSuchRecord, Text
from ecosystem.notifications.domain.wording import placeholders
from ecosystem.notifications.kinds import NoticeKind, all_kinds
from ecosystem.notifications.models import MailTemplate
from ecosystem.notifications.queries import wordings_of
from ecosystem.notifications.services import preview_wording, standard_words

LANGUAGES = ("vi", "en")


@dataclass
class WordingLine:
    """A kind of mail, and in which languages the contest says it in its own words."""

    kind: NoticeKind
    own: set[str] = field(default_factory=set)


def worded_kinds() -> list[NoticeKind]:
    """Return the kinds of mail a contest may word itself."""
    return [kind for kind in all_kinds() if kind.worded]


def kind_to_word(name: str, language: str) -> NoticeKind:
    """Return the kind of that name. Raises NoSuchRecord when it cannot be worded, or not in that language."""
    for kind in worded_kinds():
        if kind.name == name and language in LANGUAGES:
            return kind
    raise NoSuchRecord(_("There is no such page."))


def lines_of(contest: Contest) -> list[WordingLine]:
    """Return every kind with the languages that have words of their own."""
    lines = {kind.name: WordingLine(kind) for kind in worded_kinds()}
    for row in wordings_of(contest):
        if row.kind in lines:
            lines[row.kind].own.add(row.language)
    return list(lines.values())


def words_of(own: MailTemplate | None, kind: NoticeKind, language: str) -> dict[str, Any]:
    """Return subject, body and version as a form shows them."""
    if own is not None:
        return {"subject": own.subject, "body": own.body, "version": own.version}
    subject, body = standard_words(kind, language)
    return {"subject": subject, "body": body}


def legend_of(kind: NoticeKind, language: str, example: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each placeholder of a kind with what it becomes in the example."""
    inside = dict(example) | {"item": example["items"][0], "entry": example["entry"]}
    marks = placeholders("\n".join(standard_words(kind, language)))
    return [(mark, _shown(kind, language, mark, inside)) for mark in marks]


def _shown(kind: NoticeKind, language: str, mark: str, example: Mapping[str, Any]) -> str:
    return preview_wording(kind, language=language, subject=mark, body=mark, example=example)[1]


def example_of(contest: Contest, language: str, reader: str) -> dict[str, Any]:
    """Return what a mail of this contest is filled in with, of a fictional entry; `reader` is who reads it."""
    soon = clock.now() + timedelta(days=7)
    with force_locale(language):
        entry = _entry(contest)
        said = {
            "reason": _("Two pages of the description are missing."),
            "question": _("May a team hand in two entries?"),
            "answer": _("Yes, on different boards."),
            "message": _("Thank you for your time."),
            "items": [_("Description of the idea")],
        }
    return {
        **said,
        **_round_and_judge(contest, soon),
        "to": SimpleNamespace(name=reader),
        "url": "https://example.vn/",
        "contest": contest,
        "organiser": contest.event.organiser,
        "zone": contest.timezone,
        "entry": entry,
        "entries": [entry],
        "member": SimpleNamespace(may_edit=True),
        "by": reader,
        "until": soon,
        "closes_at": soon,
        "missing": 2,
        "reminder": False,
    }


def _entry(contest: Contest) -> SimpleNamespace:
    title = _("Herbal tea from Măng Đen")
    return SimpleNamespace(
        code=f"{contest.code_prefix}-{contest.year}-0042",
        title=title,
        state=SimpleNamespace(value="eligible"),
        decision_reason=_("Two pages of the description are missing."),
        outcome="award",
        prizes=(_("First prize"),),
        next_round=_("Final round"),
    )


def _round_and_judge(contest: Contest, soon: datetime) -> dict[str, Any]:
    first = contest.rounds[0] if contest.rounds else SimpleNamespace(name=_("Round 1"), name_en="")
    round_ = SimpleNamespace(name=first.name, name_en=first.name_en, opens_at=clock.now(), closes_at=soon)
    return {
        "round": round_,
        "panelist": SimpleNamespace(is_chair=False, expires_at=soon),
        "submission": SimpleNamespace(submitted_at=clock.now(), number=1, content_hash="0fd9…8477"),
        "charges": 12,
        "new": 12,
        "left": 4,
    }


def title_of(language: str) -> Text:
    """Return what a language is called in itself."""
    return {"vi": "Tiếng Việt", "en": "English"}[language]
