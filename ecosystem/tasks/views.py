"""What I asked for, one task with its progress, its file."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ecosystem.core import background
from ecosystem.core.access import actor, requires
from ecosystem.core.background import BackgroundTask
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import is_htmx
from ecosystem.tasks import queries
from ecosystem.tasks.policies import TaskAction

bp = Blueprint("tasks", __name__, url_prefix="/tasks")
blueprints = (bp,)
bp.add_app_template_filter(queries.title_of, "task_title")  # pages of any feature show their tasks
PER_PAGE = 30


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """What stands here is personal and out of date within a second."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/")
@requires(TaskAction.LIST)
def mine() -> str:
    """Everything I asked for, newest first."""
    tasks = page_of(queries.tasks_of(actor().id or 0), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template("tasks/mine.html", tasks=tasks)


@bp.get("/<public_id>")
@requires(TaskAction.SEE, on=queries.task_by_public_id)
def show(task: BackgroundTask) -> str:
    """How far it is, or what came of it."""
    return render_template("tasks/show.html", task=task)


@bp.get("/<public_id>/progress")
@requires(TaskAction.SEE, on=queries.task_by_public_id)
def progress(task: BackgroundTask) -> Any:
    """The part of a page that tells how far it is; asks for itself until the task ended.

    With `reload` in the address, the page around it is loaded anew then.
    """
    if not is_htmx():
        return redirect(url_for(".show", public_id=task.public_id))
    response = make_response(render_template("tasks/_progress.html", task=task))
    if not task.is_alive and "reload" in request.args:
        response.headers["HX-Refresh"] = "true"
    return response


@bp.post("/<public_id>/cancel")
@requires(TaskAction.CANCEL, on=queries.task_by_public_id)
def cancel(task: BackgroundTask) -> Response:
    """Take it back."""
    background.cancel(task)
    return redirect(url_for(".show", public_id=task.public_id))


@bp.get("/<public_id>/file")
@requires(TaskAction.SEE, on=queries.task_by_public_id)
def file(task: BackgroundTask) -> Response:
    """What it made, as a download."""
    path = background.path_of(task)
    response = send_file(path, mimetype=task.file_type, as_attachment=True, download_name=task.file_name, max_age=0)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
