"""Files of an entry: sent, taken out, put back, read."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.models import Application, ApplicationFile
from ecosystem.applications.policies import ApplicationAction, is_on_team, sight_of
from ecosystem.applications.queries import dossier_of, entry_by_public_id, file_of_entry
from ecosystem.applications.services.anonymity import file_without_names
from ecosystem.applications.services.files import add_file, remove_file, restore_file
from ecosystem.core import clock
from ecosystem.core.access import actor, ensure, requires
from ecosystem.core.errors import Invalid, NoSuchRecord
from ecosystem.uploads.responses import send_stored

bp = Blueprint("entry_files", __name__)


@bp.post("/entries/<public_id>/questions/<key>/files")
@requires(ApplicationAction.EDIT, on=entry_by_public_id)
def add(application: Application, key: str) -> str:
    """Take one file; the answer is its row in the list."""
    sent = next((file for file in request.files.values() if file.filename), None)
    if sent is None:
        raise Invalid(_("Please choose a file."))
    attached = add_file(
        application=application, key=key, stream=sent.stream, name=sent.filename or "", by=me(), at=clock.now()
    )
    return _row(attached)


@bp.post("/entries/<public_id>/files/<file_id>/remove")
@requires(ApplicationAction.READ_FILE, on=file_of_entry)
def remove(attached: ApplicationFile) -> str:
    """Take a file out; its row offers to put it back."""
    ensure(actor(), ApplicationAction.EDIT, attached.application)
    remove_file(attached=attached, by=me(), at=clock.now())
    return _row(attached)


@bp.post("/entries/<public_id>/files/<file_id>/restore")
@requires(ApplicationAction.READ_FILE, on=file_of_entry)
def restore(attached: ApplicationFile) -> str:
    """Put it back."""
    ensure(actor(), ApplicationAction.EDIT, attached.application)
    restore_file(attached=attached, by=me(), at=clock.now())
    return _row(attached)


@bp.get("/entries/<public_id>/files/<file_id>")
@requires(ApplicationAction.READ_FILE, on=file_of_entry)
def read(attached: ApplicationFile) -> Response:
    """Send a file under the name the reader may know; to the blind a copy without the names inside."""
    inline = request.args.get("inline") == "1"
    reader, entry = actor(), attached.application
    if is_on_team(reader, entry):
        return send_stored(attached.file, inline=inline)
    name = _name_for_reader(attached)
    file = attached.file if sight_of(reader, entry).team else file_without_names(attached)
    return send_stored(file, inline=inline, name=name)


def _name_for_reader(attached: ApplicationFile) -> str:
    """The file's name in the dossier as this reader sees it; what is not in it was not handed in."""
    sight = sight_of(actor(), attached.application)
    dossier = dossier_of(attached.application, viewer_sees_team=sight.team, sees_hidden=sight.hidden_answers)
    seen = (
        next((file for file in dossier.files if file.public_id == attached.file.public_id), None) if dossier else None
    )
    if seen is None:
        raise NoSuchRecord(_("There is no such page."))
    return seen.name


def _row(attached: ApplicationFile) -> str:
    return render_template("applications/_file_row.html", attached=attached, entry=attached.application)
