"""What everybody may see of results: the winners, the frozen bundle, the check of a certificate."""

from flask import Blueprint, Response, render_template

from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core.access import public, requires
from ecosystem.judging.domain.results.snapshot import canonical
from ecosystem.judging.queries import winners as queries
from ecosystem.judging.queries.publication import award_by_code, publication_in

bp = Blueprint("winners", __name__)


@bp.get("/contests/<slug>/winners")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def winners(contest: Contest) -> str:
    """The winners of a contest, and who went on from each announced round."""
    page = queries.winners_of(contest)
    return render_template("judging/winners/winners.html", contest=contest, page=page, names_of=queries.public_names)


@bp.get("/contests/<slug>/results-<int:number>.json")
@public
def bundle(slug: str, number: int) -> Response:
    """The published results as they were frozen, to be checked by anybody."""
    publication = publication_in(slug, number)
    answer = Response(canonical(publication.snapshot), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    answer.set_etag(publication.snapshot_hash)
    return answer


@bp.get("/verify/<code>")
@public
def verify(code: str) -> str:
    """Whether a certificate is genuine, and what it says."""
    award = award_by_code(code)
    return render_template("judging/winners/verify.html", award=award, names=queries.public_names(award.application))
