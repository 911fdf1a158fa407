"""The team's pages: what it raises, its confidential papers, and who opened them."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.database import scalars
from ecosystem.core.errors import Invalid, Refused, StaleEdit
from ecosystem.core.pagination import page_of
from ecosystem.core.web.formatting import format_datetime
from ecosystem.core.web.responses import table_answer
from ecosystem.fundraising.documents.watermark import MOST_PAGES, CannotMark, count_pages
from ecosystem.fundraising.domain.pitch import AUDIENCES, DOCUMENT_KINDS, Audience, DocumentKind, missing_in
from ecosystem.fundraising.forms import AudienceForm, DocumentForm, PitchForm
from ecosystem.fundraising.policies import FundraisingAction
from ecosystem.fundraising.queries import pitches as queries
from ecosystem.fundraising.services import pitches as services
from ecosystem.startups.models import Startup
from ecosystem.startups.queries import startup_by_slug
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.responses import send_stored
from ecosystem.uploads.services import open_stored, remove

bp = Blueprint("fundraising", __name__, url_prefix="/startups/<slug>/fundraising")
PER_PAGE = 50


@bp.record
def name_things(state: Any) -> None:
    """Let templates say in words what codes mean."""
    state.app.jinja_env.globals.update(document_kinds=DOCUMENT_KINDS, document_audiences=AUDIENCES)


@bp.route("", methods=["GET", "POST"])
@requires(FundraisingAction.EDIT, on=startup_by_slug)
def edit(startup: Startup) -> Any:
    """What the startup raises."""
    row = queries.pitch_row(startup.id)
    form = PitchForm.showing(queries.pitch_of(row), row.version if row else None)
    if not form.validate_on_submit():
        return _pitch_page(startup, form), 400 if form.errors else 200
    try:
        services.store_pitch(startup, form.to_value(), version=form.shown_version, by=me())
    except (Invalid, StaleEdit) as error:
        problems = error.details.get("problems", [error.message])
        stored = queries.pitch_row(startup.id)
        if isinstance(error, StaleEdit) and stored is not None:
            form.show_both({"summary": stored.summary}, version=stored.version)
        return _pitch_page(startup, form, problems), error.status
    flash(_("Stored. Verified investors of your sessions see it from now on."), "success")
    return redirect(url_for(".edit", slug=startup.slug))


def _pitch_page(startup: Startup, form: PitchForm, problems: Sequence[Any] = ()) -> str:
    pitch = queries.pitch_of(queries.pitch_row(startup.id))
    documents = queries.documents_of(startup.id)
    return render_template(
        "fundraising/edit.html",
        startup=startup,
        form=form,
        problems=problems,
        missing=missing_in(pitch, len(documents)),
    )


@bp.route("/documents", methods=["GET", "POST"])
@requires(FundraisingAction.EDIT, on=startup_by_slug)
def documents(startup: Startup) -> Any:
    """The confidential documents, and one more."""
    form = DocumentForm()
    if not form.validate_on_submit():
        return _documents_page(startup, form), 400 if form.errors else 200
    file = form.file.take_in(by=me().id)
    pages = _pages_of(form, file) if file else None
    if file is None or pages is None:
        return _documents_page(startup, form), 400
    try:
        services.add_document(
            startup,
            file,
            title=form.title.data or "",
            kind=DocumentKind(form.kind.data),
            audience=Audience(form.audience.data),
            pages=pages,
            by=me(),
        )
    except Refused as error:
        form.file.errors = [str(error)]
        remove(file)
        return _documents_page(startup, form), error.status
    flash(_("The document is there. Every copy that an investor opens bears the reader's name."), "success")
    return redirect(url_for(".documents", slug=startup.slug))


def _pages_of(form: DocumentForm, file: StoredFile) -> int | None:
    """How many pages the file has; None, with the reason at the field, where no copy of it could bear a name."""
    try:
        with open_stored(file) as content:
            return count_pages(content)
    except CannotMark:
        form.file.errors = [
            _(
                "We cannot write a reader's name into this PDF: it is protected, damaged or longer than "
                "%(most)d pages. Please save it anew as a PDF.",
                most=MOST_PAGES,
            )
        ]
        remove(file)
        return None


def _documents_page(startup: Startup, form: DocumentForm) -> str:
    listed = queries.documents_of(startup.id)
    return render_template(
        "fundraising/documents.html",
        startup=startup,
        form=form,
        documents=listed,
        counts=queries.view_counts(startup.id),
        audience_forms={each.id: AudienceForm(formdata=None, obj=each).told_apart(each.id) for each in listed},
    )


@bp.get("/documents/<document_id>/file")
@requires(FundraisingAction.SEE_LOG, on=startup_by_slug)
def own_file(startup: Startup, document_id: str) -> Response:
    """The team's own look at a document, without a mark and without a line in the log."""
    return cast(Response, send_stored(queries.document_of_startup(startup, document_id).file, inline=True))


@bp.post("/documents/<document_id>/audience")
@requires(FundraisingAction.EDIT, on=startup_by_slug)
def change_audience(startup: Startup, document_id: str) -> Response:
    """Let other investors open it from now on."""
    document, form = queries.document_of_startup(startup, document_id), AudienceForm()
    if form.validate_on_submit():
        services.change_audience(document, Audience(form.audience.data), by=me())
        flash(_("Changed."), "success")
    return redirect(url_for(".documents", slug=startup.slug))


@bp.post("/documents/<document_id>/withdraw")
@requires(FundraisingAction.EDIT, on=startup_by_slug)
def withdraw(startup: Startup, document_id: str) -> Response:
    """Take it away from everybody."""
    services.withdraw_document(queries.document_of_startup(startup, document_id), by=me())
    flash(_("The document is withdrawn. Nobody can open it any more."), "success")
    return redirect(url_for(".documents", slug=startup.slug))


@bp.get("/log")
@requires(FundraisingAction.SEE_LOG, on=startup_by_slug)
def log(startup: Startup) -> Any:
    """Who opened which document, and when."""
    document, words = request.args.get("document", ""), request.args.get("q", "").strip()[:200]
    statement = queries.view_log(startup.id, document=document, words=words)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return table_answer(_rows(statement), f"{startup.slug}-views", kind)
    page = page_of(statement, number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template(
        "fundraising/log.html",
        startup=startup,
        page=page,
        documents=queries.documents_of(startup.id),
        document=document,
        words=words,
    )


def _rows(statement: Any) -> Iterator[list[Any]]:
    yield [_("Opened at"), _("Document"), _("Reader"), _("Investor"), _("Session"), _("Copy")]
    for view in scalars(statement):
        held, investor = view.session, view.investor
        yield [
            format_datetime(view.created_at),
            view.document.title,
            view.viewer_name,
            investor.name if investor else "",
            held.title if held else "",
            view.public_id,
        ]
