"""What takes longer than a page should wait for: all dossiers as ZIP, long lists, comparing entries."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.anonymity import count_to_make_anonymous, files_to_make_anonymous
from ecosystem.applications.queries.exports import exported_rows, filter_from, handed_in
from ecosystem.applications.services.similar import COMPARE, compare_entries
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.access import Actor, can
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import session
from ecosystem.core.documents.tables import XLSX, stream_csv, write_xlsx
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import make_anonymous

T = TypeVar("T")
BATCH = 20


def may_export(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever may export from the contest at the moment they look, whoever asked."""
    contest = session().get(Contest, task.payload["contest_id"])
    return contest is not None and can(actor, ApplicationAction.EXPORT, contest)


@background("applications.dossiers", title=_l("All dossiers as ZIP"), see=may_export)
def make_dossiers(task: Running) -> str:
    """Write every dossier that was handed in, with its files, into one ZIP."""
    from ecosystem.applications.documents.archive import stream_dossiers  # loads the PDF library

    contest = session().get_one(Contest, task.payload["contest_id"])
    total = task.payload["number"]
    with task.file(f"{contest.slug}.zip", "application/zip") as target:
        for piece in stream_dossiers(contest, _told(task, handed_in(contest), total)):
            target.write(piece)
    return str(ngettext("%(num)s dossier is in the file.", "%(num)s dossiers are in the file.", total))


@background("applications.list", title=_l("List of entries"), see=may_export)
def make_list(task: Running) -> str:
    """Write the list of entries as it was filtered, as CSV or as a workbook."""
    contest = session().get_one(Contest, task.payload["contest_id"])
    kind, total = task.payload["kind"], task.payload["number"]
    rows = _told(task, exported_rows(contest, filter_from(task.payload["filter"])), total)
    with task.file(f"{contest.slug}.{kind}", XLSX if kind == "xlsx" else "text/csv") as target:
        if kind == "xlsx":
            target.write(write_xlsx(rows))
        else:
            target.writelines(piece.encode() for piece in stream_csv(rows))
    return str(ngettext("%(num)s entry is in the file.", "%(num)s entries are in the file.", total))


@background("applications.anonymous_files", title=_l("Copies of files for blind judges"))
def make_anonymous_files(task: Running) -> None:
    """Make the copy somebody waits for, then those that blind judges will read, until none is missing."""
    if (waited_for := session().get(StoredFile, task.payload.get("file_id", 0))) is not None:
        make_anonymous(waited_for)
    done, total = 0, count_to_make_anonymous()
    while files := files_to_make_anonymous(most=BATCH):
        for file in files:
            task.progress(min(done, total), total)
            make_anonymous(file)
            done += 1


def _told(task: Running, things: Iterable[T], total: int) -> Iterator[T]:
    for number, thing in enumerate(things):
        task.progress(min(number, total), total)
        yield thing


def _may_compare(actor: Actor, task: BackgroundTask) -> bool:
    contest = session().get(Contest, task.payload["contest_id"])
    return contest is not None and can(actor, ApplicationAction.COMPARE, contest)


@background(COMPARE, title=_l("Comparing entries"), see=_may_compare)
def compare(task: Running) -> str:
    """Find the entries that resemble each other."""
    contest = session().get_one(Contest, task.payload["contest_id"])
    found = compare_entries(contest=contest, at=clock.now(), progress=task.progress)
    said: str = (
        ngettext("%(num)s pair found.", "%(num)s pairs found.", found) if found else _("Nothing alike was found.")
    )
    return said
