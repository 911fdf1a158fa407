"""What happens by itself: reminders before the deadline, forgetting files nobody wants."""

from datetime import timedelta

from ecosystem.applications.queries.anonymity import count_to_make_anonymous
from ecosystem.applications.queries.fees import entries_owing_fees
from ecosystem.applications.queries.reminders import entries_with_removed_files, unfinished_entries
from ecosystem.applications.queries.similar import contests_to_compare
from ecosystem.applications.services.anonymity import ask_for_copies
from ecosystem.applications.services.fees import ask_fee
from ecosystem.applications.services.files import forget_removed_files
from ecosystem.applications.services.reminders import remind
from ecosystem.applications.services.similar import ask_to_compare
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.jobs import Job

REMOVED_FILES_STAY = timedelta(days=7)


def remind_of_deadlines() -> str:
    """Tell the teams of unfinished entries seven, three and one day before their deadline."""
    with clock.at() as now:
        sent = sum(remind(entry, at=now) for entry in unfinished_entries(now))
    return f"{sent} reminders" if sent else ""


def forget_files() -> str:
    """Let go of files that were taken out of answers a week ago and never handed in."""
    with clock.at() as now:
        before = now - REMOVED_FILES_STAY
        gone = sum(forget_removed_files(ident, before=before) for ident in entries_with_removed_files(before))
    return f"{gone} files" if gone else ""


def compare_new_entries() -> str:
    """Have the entries compared of every contest in which something new was handed in."""
    waiting = contests_to_compare()
    for contest_id in waiting:
        ask_to_compare(session().get_one(Contest, contest_id), by=None)
    return f"{len(waiting)} contests" if waiting else ""


def make_files_anonymous() -> str:
    """Have copies of new files made where judges read blind, before the judges come."""
    number = count_to_make_anonymous()
    if number:
        ask_for_copies()
    return f"{number} files" if number else ""


def ask_for_fees() -> str:
    """Send the orders of fees that eligible entries pay."""
    with clock.at() as now:
        asked = sum(ask_fee(ident, at=now) for ident in entries_owing_fees())
    return f"{asked} fees asked for" if asked else ""


JOBS = (
    Job("applications.make_files_anonymous", every=30, run=make_files_anonymous),
    Job("applications.remind_of_deadlines", every=600, run=remind_of_deadlines),
    Job("applications.compare_new_entries", every=300, run=compare_new_entries),
    Job("applications.ask_for_fees", every=60, run=ask_for_fees),
    Job("applications.forget_files", every=3600, run=forget_files),
)
