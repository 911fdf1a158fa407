"""Certificates, minutes and score sheets as PDF."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.models import Award, IssuedDocument, Publication
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import decisions as queries
from ecosystem.judging.queries.files import file_hash_of
from ecosystem.judging.queries.panels import judges_of
from ecosystem.judging.queries.publication import own_award, results_of
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import review_rows
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.standings import board_in
from ecosystem.judging.queries.winners import public_names
from ecosystem.judging.services import issuing
from ecosystem.judging.views.desk import me

if TYPE_CHECKING:  # the PDF library is slow to load
    from ecosystem.judging.documents.page import Issue, Stamp

bp = Blueprint("judging_documents", __name__)
RESULTS = "/organise/contests/<slug>/judging/results/<public_id>"


def _language() -> str:
    """Papers are Vietnamese unless English is asked for."""
    return "en" if request.args.get("lang") == "en" else "vi"


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _certificates(awards: list[Award]) -> bytes:
    from ecosystem.judging.documents.certificates import Certificate, certificates_document

    base = current_app.config["SETTINGS"].base_url
    chosen = [
        Certificate(award, public_names(award.application), base + url_for("winners.verify", code=award.public_id))
        for award in awards
    ]
    with force_locale(_language()):
        return certificates_document(chosen)


@bp.get(f"{RESULTS}/certificates.pdf")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def certificates(round_: Round) -> Response:
    """All certificates of the contest."""
    awards = list(queries.awards_in(round_.contest))
    if not awards:
        raise Refused(_("No prize has been given yet."))
    return _pdf(_certificates(awards), f"{round_.contest.slug}-certificates")


@bp.get(f"{RESULTS}/certificates/<award_id>.pdf")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def certificate(round_: Round, award_id: str) -> Response:
    """One certificate."""
    found = next((each for each in queries.awards_in(round_.contest) if each.public_id == award_id), None)
    return _pdf(_certificates([one_or_missing(found)]), f"certificate-{award_id}")


@bp.get("/certificates/<code>.pdf")
@requires(JudgingAction.OWN_CERTIFICATE, on=own_award)
def own(award: Award) -> Response:
    """The certificate for the team that won it, once it is announced."""
    return _pdf(_certificates([award]), f"certificate-{award.public_id}")


@bp.get(f"{RESULTS}/minutes.pdf")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def minutes(round_: Round) -> Response:
    """The minutes, a draft until the announcement."""
    from ecosystem.judging.documents.minutes import Minutes, minutes_document

    publication = queries.publication_of(round_)
    held = Minutes(
        round=round_,
        panel=judges_of(round_),
        results=results_of(round_),
        decided={each.entry.id: each for each in queries.decided_in(round_)},
        published_at=publication.published_at if publication else None,
        fingerprint=file_hash_of(publication) if publication else "",
        **_record(publication),
    )
    return _issued(round_, publication, "minutes", lambda issue: minutes_document(held, issue=issue))


@bp.get(f"{RESULTS}/sheets.pdf")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def sheets(round_: Round) -> Response:
    """The score sheets of a board, all or of one judge."""
    from ecosystem.judging.documents.score_sheets import MOST_SHEETS, sheets_document

    board = board_in(round_.contest, request.args.get("board"))
    version = one_or_missing(rubric_of(round_, board.id))
    judge = request.args.get("judge", "")
    rows = [row for row in review_rows(round_, board.id, version) if not judge or row.judge == judge]
    if len(rows) > MOST_SHEETS:
        raise Refused(_("These are %(number)s sheets: choose one judge.", number=len(rows)))
    publication = queries.publication_of(round_)
    return _issued(round_, publication, "sheets", lambda issue: sheets_document(round_, version, rows, issue=issue))


def _record(publication: Publication | None) -> dict[str, Any]:
    chain = (publication.snapshot.get("chain") if publication else None) or {"head": "", "length": 0}
    return {"head": chain["head"], "events": chain["length"]}


def _issued(
    round_: Round, publication: Publication | None, kind: str, make: Callable[["Issue | None"], bytes]
) -> Response:
    """Make the paper in the language asked for; once results are public it is put on record and bears a code."""
    name = f"{round_.contest.slug}-{kind}"
    if publication is None:
        with force_locale(_language()):
            return _pdf(make(None), name)
    with transaction():
        paper = issuing.PaperTrail(round_, publication, kind, by=me())
        with force_locale(_language()):
            content = make(lambda printed, pages: _stamp(paper.issue(printed, pages)))
        paper.given_out(content)
    return _pdf(content, name)


def _stamp(issued: IssuedDocument) -> "Stamp":
    from ecosystem.judging.documents.page import Stamp

    url = current_app.config["SETTINGS"].base_url + url_for("winners.verify", code=issued.public_id)
    return Stamp(issued.public_id, url, issued.issued_at)
