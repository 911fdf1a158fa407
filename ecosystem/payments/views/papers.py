"""Receipts and credit notes: download, and the public check behind the QR code."""

from flask import Blueprint, Response, render_template
from flask_babel import get_locale

from ecosystem.core.access import public, requires
from ecosystem.core.web.responses import file_answer
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.queries.orders import paper_by_code
from ecosystem.payments.views.visits import PaperVisit, paper_visit

bp = Blueprint("papers", __name__)


@bp.get("/orders/<order_id>/papers/<paper_id>.pdf")
@requires(PaymentAction.SEE, on=paper_visit, anonymous=True)
def download(visit: PaperVisit) -> Response:
    """A receipt or credit note as PDF, in the reader's language."""
    from ecosystem.payments.documents.receipts import paper_as_pdf  # the PDF library is slow to load

    paper = visit.paper
    content = paper_as_pdf(paper, get_locale().language)
    answer = file_answer(content, f"{paper.code}.pdf", "application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/receipts/<paper_id>")
@public
def check(paper_id: str) -> str:
    """What the paper with this code says: enough to see that it is real, nothing about the buyer."""
    return render_template("payments/check.html", paper=paper_by_code(paper_id))
