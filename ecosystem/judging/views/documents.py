"""Certificates, minutes and score sheets as PDF; many pages are made by a task."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Refused
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.models import Award, Publication
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import decisions as queries
from ecosystem.judging.queries.deliberation import deliberation_of
from ecosystem.judging.queries.files import file_hash_of
from ecosystem.judging.queries.panels import judges_of
from ecosystem.judging.queries.publication import own_award, results_of
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import review_rows
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.standings import board_in

if TYPE_CHECKING:  # the PDF library is slow to load
    from ecosystem.core.documents.paper import Issue

bp = Blueprint("judging_documents", __name__)
MOST_AT_ONCE = 20  # pages a request waits for
RESULTS = "/organise/contests/<slug>/judging/results/<public_id>"


def _language() -> str:
    """Papers are Vietnamese unless English is asked for."""
    return "en" if request.args.get("lang") == "en" else "vi"


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _certificates(awards: Sequence[Award]) -> bytes:
    from ecosystem.judging.documents.certificates import certificates_document, certificates_of

    with force_locale(_language()):
        return certificates_document(certificates_of(awards))


def _later(round_: Round, kind: str, subject: str, **payload: object) -> Response:
    """Ask for a paper of many pages, and go where its progress is seen."""
    language = _language()
    task = ask_for(
        kind,
        subject=f"{subject}:{language}",
        by=me().id,
        payload={"round_id": round_.id, "language": language, **payload},
        about=in_language(round_.contest, "title"),
        url=url_for("judging_results.decisions", slug=round_.contest.slug, public_id=round_.public_id),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))


@bp.get(f"{RESULTS}/certificates.pdf")
@requires(JudgingAction.DECIDE, on=round_in_contest)
def certificates(round_: Round) -> Response:
    """All certificates of the contest."""
    awards = queries.awards_in(round_.contest)
    if not awards:
        raise Refused(_("No prize has been given yet."))
    if len(awards) > MOST_AT_ONCE:
        return _later(round_, "judging.certificates", f"contest:{round_.contest_id}")
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
        approval=deliberation_of(round_),
        fingerprint=file_hash_of(publication) if publication else "",
        **_record(publication),
    )
    return _issued(round_, publication, "minutes", lambda issue: minutes_document(held, issue=issue))


@bp.get(f"{RESULTS}/sheets.pdf")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def sheets(round_: Round) -> Response:
    """The score sheets of a board, all or of one judge."""
    from ecosystem.judging.documents.score_sheets import sheets_document

    board = board_in(round_.contest, request.args.get("board"))
    version = one_or_missing(rubric_of(round_, board.id))
    judge = request.args.get("judge", "")[:200]
    rows = [row for row in review_rows(round_, board.id, version) if not judge or row.judge == judge]
    if len(rows) > MOST_AT_ONCE:
        subject = f"round:{round_.id}:{board.id}:{hashlib.sha256(judge.encode()).hexdigest()[:16]}"
        return _later(round_, "judging.sheets", subject, board_id=board.id, judge=judge)
    publication = queries.publication_of(round_)
    return _issued(round_, publication, "sheets", lambda issue: sheets_document(round_, version, rows, issue=issue))


def _record(publication: Publication | None) -> dict[str, Any]:
    chain = (publication.snapshot.get("chain") if publication else None) or {"head": "", "length": 0}
    return {"head": chain["head"], "events": chain["length"]}


def _issued(
    round_: Round, publication: Publication | None, kind: str, make: Callable[["Issue | None"], bytes]
) -> Response:
    """Make the paper in the language asked for."""
    from ecosystem.judging.documents.issued import issued_paper

    with force_locale(_language()):
        return _pdf(issued_paper(round_, publication, kind, make, by=me()), f"{round_.contest.slug}-{kind}")
