"""The inbox, the unsubscribe link, and the demonstration's mail reader."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.pagination import page_of
from ecosystem.core.settings import Mode
from ecosystem.core.web.responses import safe_target
from ecosystem.notifications import queries, services
from ecosystem.notifications.models import Notification
from ecosystem.notifications.policies import NotificationAction

bp = Blueprint("notifications", __name__)
blueprints = (bp,)


@bp.get("/inbox")
@requires(NotificationAction.LIST)
def inbox() -> str:
    """Everything the product told this person, newest first."""
    me = actor().id
    only_unread = request.args.get("show") == "unread"
    lines = page_of(queries.inbox_of(me or 0, only_unread=only_unread), number=request.args.get("page", 1, int))
    return render_template(
        "notifications/inbox.html", lines=lines, only_unread=only_unread, unread=queries.unread_count(me or 0)
    )


@bp.post("/inbox/<public_id>/open")
@requires(NotificationAction.OPEN, on=queries.notification_by_public_id)
def open_line(line: Notification) -> Response:
    """Mark a line as read and go where it points."""
    services.mark_read(line)
    return redirect(safe_target(line.url, url_for("notifications.inbox")))


@bp.post("/inbox/read")
@requires(NotificationAction.LIST)
def read_all() -> Response:
    """Mark everything as read."""
    services.mark_all_read(by=actor().id or 0)
    return redirect(url_for("notifications.inbox"))


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
def unsubscribe(token: str) -> Any:
    """The link at the foot of a mail: asks on GET, acts on POST (also a mail program's one click)."""
    if request.method == "GET":
        return render_template("notifications/unsubscribe.html", token=token, done=None)
    kind = services.unsubscribe(token)
    return render_template("notifications/unsubscribe.html", token=token, done=kind)


@bp.record_once
def let_mail_programs_unsubscribe(state: BlueprintSetupState) -> None:
    """A mail program's one click knows no token of a form; the signed one in the address is its key."""
    state.app.extensions["csrf"].exempt(unsubscribe)


def _only_in_demonstration() -> None:
    if current_app.config["SETTINGS"].mode is Mode.PRODUCTION:
        raise NoSuchRecord(_l("There is no such page."))


@bp.get("/demo/mail")
@public
def demo_mail() -> str:
    """Every mail of the demonstration, so that one person can play all parts. Absent in production."""
    _only_in_demonstration()
    query = request.args.get("q", "")
    mails = page_of(queries.all_mails(query), number=request.args.get("page", 1, int), per_page=30)
    return render_template("notifications/demo_mail.html", mails=mails, query=query)


@bp.get("/demo/mail/<public_id>")
@public
def demo_mail_one(public_id: str) -> str:
    """One mail of the demonstration, as it is read."""
    _only_in_demonstration()
    mail = queries.mail_by_public_id(public_id)
    return render_template("notifications/demo_mail_one.html", mail=mail)
