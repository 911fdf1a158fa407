"""What everybody may see of results: the winners, how it was computed, the frozen file, and the check of all that."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from ecosystem.accounts.services.throttling import begin_attempt
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core.access import public, requires
from ecosystem.core.database import one_or_missing
from ecosystem.judging.domain.verification import verify as check_bytes
from ecosystem.judging.forms.verification import CheckForm
from ecosystem.judging.queries import winners as queries
from ecosystem.judging.queries.files import (
    file_hash_of,
    file_of,
    issued_by_code,
    issued_by_file,
    publication_of_file,
    results_page,
)
from ecosystem.judging.queries.publication import award_by_code, publication_in

bp = Blueprint("winners", __name__)


@bp.get("/contests/<slug>/winners")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def winners(contest: Contest) -> str:
    """The winners of a contest, and who went on from each announced round."""
    page = queries.winners_of(contest)
    return render_template("judging/winners/winners.html", contest=contest, page=page, names_of=queries.public_names)


@bp.get("/contests/<slug>/results/<int:number>")
@public
def results(slug: str, number: int) -> str:
    """How published results were computed, and how anybody can check them."""
    page = results_page(publication_in(slug, number))
    return render_template("judging/winners/results.html", page=page, contest=page.publication.contest)


@bp.get("/contests/<slug>/results-<int:number>.json")
@public
def bundle(slug: str, number: int) -> Response:
    """The file of the published results, byte for byte as it was frozen."""
    content, file_hash = file_of(publication_in(slug, number))
    answer = Response(content, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    answer.set_etag(file_hash)
    return answer


@bp.get("/verify/<code>")
@public
def verify(code: str) -> str:
    """Whether a certificate, minutes or score sheets are genuine, and what they say."""
    award = award_by_code(code)
    if award is None:
        issued = one_or_missing(issued_by_code(code))
        file_hash = file_hash_of(issued.publication) if issued.publication else ""
        return render_template("judging/winners/issued.html", issued=issued, file_hash=file_hash)
    return render_template("judging/winners/verify.html", award=award, names=queries.public_names(award.application))


@bp.get("/verify")
@public
def check() -> str:
    """Where a downloaded file is checked, or a printed code is typed."""
    return _check_page(CheckForm(formdata=None))


@bp.post("/verify")
@public
def check_file() -> Any:
    """Check what was sent: nothing of it is kept."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _check_page(form), 400
    begin_attempt("verify", {"network": request.remote_addr or ""})
    content = form.content()
    digest = sha256(content).hexdigest()
    paper = issued_by_file(digest)
    if paper is not None:
        return redirect(url_for(".verify", code=paper.public_id))
    report = check_bytes(content, published_hash=form.published_hash.data or "")
    return _check_page(form, report=report, publication=publication_of_file(digest))


def _check_page(form: CheckForm, **found: Any) -> str:
    return render_template("judging/winners/check.html", form=form, **{"report": None, "publication": None, **found})
