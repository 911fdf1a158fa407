"""The ranking and all reviews of a board as rows of a table, the heading first."""

from collections.abc import Iterator

from flask_babel import gettext as _

from ecosystem.contests.models import Board, Round
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.queries.results import review_cells, review_rows
from ecosystem.judging.queries.standings import ranking_cells, standings_of

Rows = Iterator[list[object]]


def ranking_table(round_: Round, board: Board, version: RubricVersion) -> Rows:
    """Yield the ranking of a board."""
    criteria = [in_language(criterion, "name") for criterion in version.criteria]
    parts = [str(part.get("name", part["key"])) for part in version.components or ()]
    head = [_("Rank"), _("Code"), _("Entry"), _("Score"), _("Jury score"), _("Judges"), _("Lowest"), _("Highest")]
    yield [*head, *criteria, *parts, _("Gates passed"), _("Decision")]
    ranking = standings_of(round_, board).ranking
    if ranking is not None:
        yield from (ranking_cells(ranking, row) for row in ranking.rows)


def reviews_table(round_: Round, board: Board, version: RubricVersion) -> Rows:
    """Yield every sheet of a board."""
    criteria = [in_language(criterion, "name") for criterion in version.criteria]
    reasons = [_("Comment: %(name)s", name=name) for name in criteria]
    head = [_("Code"), _("Entry"), _("Judge"), _("Status"), _("Handed in at")]
    yield [*head, *criteria, _("Total"), _("Comment to the applicant"), *reasons]
    yield from (review_cells(row, version) for row in review_rows(round_, board.id, version))


TABLES = {"ranking": ranking_table, "reviews": reviews_table}
