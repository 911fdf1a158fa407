"""What an investor reads: a startup's pitch, and copies of its papers that bear the reader's name."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.web.formatting import format_datetime
from ecosystem.fundraising.documents.watermark import marked
from ecosystem.fundraising.domain.pitch import Audience
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView
from ecosystem.fundraising.policies import FundraisingAction, reading
from ecosystem.fundraising.queries import pitches as queries
from ecosystem.fundraising.services import pitches as services
from ecosystem.investors.models import Participant
from ecosystem.uploads.responses import send_made_pdf
from ecosystem.uploads.services import open_stored

bp = Blueprint("pitch_reading", __name__)
GOOD_FOR = timedelta(minutes=15)
"""How long an address of a copy works; after that the document is opened anew, which the log shows."""


@bp.get("/pitches/<public_id>")
@requires(FundraisingAction.READ_PITCH, on=queries.founder_by_public_id)
def show(founder: Participant) -> str:
    """What the startup raises, with its papers."""
    assert founder.startup_id is not None  # a founder's participant
    right = reading(actor(), founder)
    documents = queries.documents_of(founder.startup_id)
    return render_template(
        "fundraising/pitch.html",
        founder=founder,
        startup=founder.startup,
        pitch=queries.pitch_of(queries.pitch_row(founder.startup_id)),
        documents=documents,
        is_mutual=right is not None and right.is_mutual,
        mutual_only=Audience.MUTUAL,
    )


@bp.post("/confidential/<public_id>/open")
@requires(FundraisingAction.OPEN_DOCUMENT, on=queries.document_by_public_id)
def open_document(document: ConfidentialDocument) -> Response:
    """Put the opening on record, then lead to the copy."""
    view = services.open_document(document, by=me())
    return redirect(url_for(".copy", public_id=view.public_id))


@bp.get("/confidential/copies/<public_id>")
@requires(FundraisingAction.SEE_COPY, on=queries.view_by_public_id)
def copy(view: DocumentView) -> Response:
    """The copy made for this opening, for a quarter of an hour."""
    if clock.now() - view.created_at > GOOD_FOR:
        raise NoSuchRecord
    document = view.document
    investor = view.investor.name if view.investor else ""
    names = f"{view.viewer_name} · {investor}" if investor and investor != view.viewer_name else view.viewer_name
    with open_stored(document.file) as content:
        made = marked(content, lines=(names, f"{format_datetime(view.created_at)} · {view.public_id}"))
    return send_made_pdf(made, document.file.name)
