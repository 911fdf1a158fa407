"""Notes of a session and what is to be done."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import StaleEdit
from ecosystem.mentoring.forms.sessions import ItemForm, NotesForm
from ecosystem.mentoring.models import ActionItem, MentoringSession
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.sessions import (
    item_by_id,
    private_note_of,
    session_by_id,
    shared_notes_of,
    team_of,
)
from ecosystem.mentoring.services import session_notes
from ecosystem.mentoring.views.sessions.blueprint import attempt, bp, home_of
from ecosystem.mentoring.views.sessions.one import page_of_session


@bp.post("/sessions/<session_id>/<any(shared,private):kind>-notes")
@requires(SessionAction.WORK, on=session_by_id)
def notes(found: MentoringSession, kind: str) -> Any:
    """Keep notes. After somebody else's edit both versions are shown, and nothing is lost."""
    form = NotesForm()
    if not form.validate_on_submit():
        return page_of_session(found, **{f"{kind}_form": form}), 400
    save = session_notes.save_shared if kind == "shared" else session_notes.save_private
    try:
        save(found, text=form.text.data or "", by=me(), shown=form.shown_version or 0)
    except StaleEdit:
        present: Any = shared_notes_of(found) if kind == "shared" else private_note_of(found, me().id)
        form.show_both({"text": present.text}, version=present.version)
        return page_of_session(found, **{f"{kind}_form": form}), 409
    flash(_("The notes are saved."), "success")
    return redirect(f"{home_of(found)}#notes")


@bp.post("/sessions/<session_id>/items")
@requires(SessionAction.WORK, on=session_by_id)
def add_item(found: MentoringSession) -> Any:
    """Note something to be done."""
    match = found.mentorship
    people = [(match.profile.account_id, match.profile.account.name)]
    people += [(each.account_id, each.account.name) for each in team_of(match) if each.account_id != people[0][0]]
    form = ItemForm.offering(people)
    if not form.validate_on_submit():
        return page_of_session(found, item_form=form), 400
    values = {"text": form.text.data, "owner_id": form.owner_id.data, "due_on": form.due_on.data}
    told, back = _("Noted."), f"{home_of(found)}#items"
    return attempt(lambda: session_notes.add_item(found, values, by=me()), told, back)


@bp.post("/items/<item_id>/<any(done,open,remove):step>")
@requires(SessionAction.WORK_ITEM, on=item_by_id)
def take_item(item: ActionItem, step: str) -> Response:
    """Mark an item as done or open, or take it off the list."""
    back = url_for(".of_match", mentorship_id=item.mentorship.public_id)
    session_id = request.form.get("session", "")
    if step == "remove":
        session_notes.remove_item(item, by=me())
    else:
        session_notes.tick_item(item, done=step == "done", by=me())
    if session_id.isalnum():
        back = url_for(".show", session_id=session_id)
    return redirect(f"{back}#items")
