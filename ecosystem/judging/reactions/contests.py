"""What judging answers when contests ask, and does when they announce."""

from collections.abc import Iterator

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Board, Round
from ecosystem.contests.queries.loaders import contest_by_id
from ecosystem.contests.signals import (
    ContestCloned,
    JuryMember,
    JuryOf,
    PublishCheck,
    PublishProblem,
    ScoringCriterion,
    ScoringOf,
    ScoringRules,
)
from ecosystem.core.database import scalars
from ecosystem.core.errors import Text
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.navigation import path_to
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.domain.scoring import CriterionRule, RubricRules, Scale, describe
from ecosystem.judging.domain.scoring.sheets import shown
from ecosystem.judging.models import Panelist, RubricVersion
from ecosystem.judging.queries.overview import round_lines
from ecosystem.judging.queries.rubrics import chosen_versions, from_version
from ecosystem.judging.services.cloning import clone_rubrics


@reacts_to(PublishCheck)
def what_judging_lacks(question: PublishCheck) -> Iterator[PublishProblem]:
    """A round without a sound rubric stands against publishing; a missing panel is a warning."""
    contest = contest_by_id(question.contest_id)
    for line in round_lines(contest):
        name = line.round.name
        for lack in line.lacks:
            endpoint = "judging_rubrics.index" if lack.blocking else "judging.overview"
            sentence = _l("Round “%(round)s”: %(lack)s", round=name, lack=lack.text)
            yield PublishProblem(sentence, url=path_to(endpoint, slug=contest.slug), blocking=lack.blocking)


@reacts_to(ContestCloned)
def clone_what_judges_score_with(fact: ContestCloned) -> None:
    """Rubrics and their choice go along; panels do not, for they are people."""
    clone_rubrics(fact)


@reacts_to(JuryOf)
def who_judges(question: JuryOf) -> Iterator[JuryMember]:
    """The judges who accepted, once a person; the chair first."""
    rows: list[Panelist] = list(
        scalars(
            select(Panelist)
            .join(Round, Round.id == Panelist.round_id)
            .where(Round.contest_id == question.contest_id, Panelist.state == PanelistState.ACCEPTED)
            .options(joinedload(Panelist.account), joinedload(Panelist.round))
            .order_by(Panelist.is_chair.desc(), Round.position, Panelist.id)
        )
    )
    seen: set[int | None] = set()
    for row in rows:
        if row.account_id in seen:
            continue
        seen.add(row.account_id)
        account: Account | None = row.account
        yield JuryMember(
            name=row.name,
            title=account.job_title if account else "",
            organisation=account.organisation if account else "",
            is_chair=row.is_chair,
            round_name=row.round.name,
        )


@reacts_to(ScoringOf)
def how_scores_are_computed(question: ScoringOf) -> Iterator[ScoringRules]:
    """The rules in words, from the version that computes; the same on all boards is told once."""
    contest = contest_by_id(question.contest_id)
    english = str(get_locale()) == "en"
    chosen = chosen_versions(contest)
    for round_ in contest.rounds:
        boards = [board for board in contest.boards if (round_.id, board.id) in chosen]
        versions = {chosen[round_.id, board.id].id for board in boards}
        if len(versions) == 1 and len(boards) == len(contest.boards):
            yield _told(round_, None, chosen[round_.id, boards[0].id], english)
            continue
        for board in boards:
            yield _told(round_, board, chosen[round_.id, board.id], english)


def _told(round_: Round, board: Board | None, version: RubricVersion, english: bool) -> ScoringRules:
    rules = from_version(version, round_=round_)
    rubric = version.rubric
    return ScoringRules(
        round_id=round_.id,
        board_id=board.id if board else None,
        name=(rubric.name_en if english else "") or rubric.name,
        criteria=tuple(
            ScoringCriterion(
                name=(rule.name_en if english else "") or rule.name,
                points=_points(rules, rule),
                description=rule.description,
            )
            for rule in rules.criteria
        ),
        sentences=tuple(sentence.text for sentence in describe(rules, in_english=english)),
    )


def _points(rules: RubricRules, rule: CriterionRule) -> Text:
    if rules.scale is Scale.MAXIMA:
        return _l("at most %(points)s points", points=shown(rule.maximum))
    return _l("weight %(weight)s, scored 0–%(maximum)s", weight=shown(rule.weight), maximum=shown(rule.maximum))
