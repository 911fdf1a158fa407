"""Beginning an entry and its own fields."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from ecosystem.applications.models import Application, GalleryState
from ecosystem.applications.services.entering import EntryBasics, basics_state
from ecosystem.contests.models import Board, Contest
from ecosystem.core.forms import Form, SelectChoice, VersionedForm, at_most, chosen, required
from ecosystem.core.web.formatting import in_language
from ecosystem.startups.models import Startup

ALONE = ""


class EnterForm(Form):
    """What must be known before the form: the board and who enters."""

    title = StringField(
        _l("Title of your idea or project"),
        validators=[required(), at_most(300)],
        description=_l("You can change it until the deadline."),
    )
    board = RadioField(_l("Board"), validators=[chosen()])
    startup = RadioField(_l("Who enters?"))
    create_key = HiddenField()

    @classmethod
    def for_contest(cls, contest: Contest, startups: Sequence[Startup]) -> "EnterForm":
        """Return the form with this contest's boards and the person's startups."""
        form = cls()
        _offer(form, contest, startups)
        if not form.create_key.data:
            form.create_key.data = uuid4().hex
        if form.board is not None and not form.board.data and len(contest.boards) == 1:
            form.board.data = contest.boards[0].key
        return form

    def chosen_board(self, contest: Contest) -> Board | None:
        """The board that was chosen."""
        return _board(self, contest)

    def chosen_startup(self, startups: Sequence[Startup]) -> Startup | None:
        """The startup that was chosen, None for a person or a team without one."""
        return _startup(self, startups)


class BasicsForm(VersionedForm):
    """The entry's own fields."""

    title = StringField(_l("Title of your idea or project"), validators=[required(), at_most(300)])
    summary = TextAreaField(
        _l("Summary"),
        validators=[at_most(2000)],
        description=_l("Two or three sentences. If your entry is shown in the gallery, everybody reads them."),
    )
    board = RadioField(_l("Board"), validators=[chosen()])
    startup = SelectField(_l("Who enters?"))
    wants_gallery = BooleanField(_l("Show this entry in the public gallery, if the organiser agrees"))

    @classmethod
    def for_entry(cls, entry: Application, startups: Sequence[Startup]) -> "BasicsForm":
        """Return the form filled with the entry's fields."""
        form = cls(**cls.stored(entry), version=basics_state(entry))
        offered = list(startups)
        if entry.startup is not None and all(each.id != entry.startup_id for each in offered):
            offered.append(entry.startup)
        _offer(form, entry.contest, offered)
        if not entry.contest.has_gallery:
            del form.wants_gallery
        return form

    @staticmethod
    def stored(entry: Application) -> dict[str, Any]:
        """Return the entry's fields as the form shows them."""
        return {
            "title": entry.title,
            "summary": entry.summary,
            "board": entry.board.key if entry.board else None,
            "startup": entry.startup.slug if entry.startup else ALONE,
            "wants_gallery": entry.gallery is not GalleryState.HIDDEN,
        }

    def to_value(self, entry: Application, startups: Sequence[Startup]) -> EntryBasics:
        """Return what was typed."""
        return EntryBasics(
            title=self.title.data or "",
            summary=self.summary.data or "",
            board=_board(self, entry.contest),
            startup=_startup(self, [*startups, *([entry.startup] if entry.startup else [])]),
            wants_gallery=bool("wants_gallery" in self and self.wants_gallery.data),
        )


def _offer(form: EnterForm | BasicsForm, contest: Contest, startups: Sequence[Startup]) -> None:
    if contest.boards:
        form.board.choices = [SelectChoice(board.key, in_language(board, "name")) for board in contest.boards]
    else:
        del form.board
    alone = [] if contest.needs_startup else [SelectChoice(ALONE, _l("A person or a team without a startup"))]
    form.startup.choices = [SelectChoice(each.slug, each.name) for each in startups] + alone
    if not startups:
        del form.startup  # nothing to ask of somebody without a startup


def _board(form: EnterForm | BasicsForm, contest: Contest) -> Board | None:
    if "board" not in form:
        return None
    return next((board for board in contest.boards if board.key == form.board.data), None)


def _startup(form: EnterForm | BasicsForm, startups: Sequence[Startup]) -> Startup | None:
    if "startup" not in form or not form.startup.data:
        return None
    return next((each for each in startups if each.slug == form.startup.data), None)
