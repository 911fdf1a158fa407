"""From a contest's rows to the document of its rules."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ecosystem.contests.domain.eligibility import Names
from ecosystem.contests.domain.fees import terms_from
from ecosystem.contests.domain.rules import (
    BoardFacts,
    PrizeFacts,
    RoundFacts,
    RulesDocument,
    RulesFacts,
    rules_document,
)
from ecosystem.contests.models import Contest, Round
from ecosystem.contests.queries.definitions import eligibility_rules_of, form_of
from ecosystem.core.database import scalars
from ecosystem.core.places import provinces
from ecosystem.startups.domain.taxonomy import STAGES


def rules_of(contest: Contest, language: str) -> RulesDocument:
    """Write the rules of `contest` in `language`, from the database as it is now. At most seven statements."""
    with force_locale(language):
        return rules_document(rules_facts(contest, language), language)


def rules_facts(contest: Contest, language: str) -> RulesFacts:
    """Return everything the rules of `contest` are written from."""
    boards = boards_of(contest)
    return RulesFacts(
        title=contest.title,
        title_en=contest.title_en,
        organiser=contest.event.organiser.name,
        timezone=contest.timezone,
        decision_number=contest.decision_number,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        boards=boards,
        rounds=rounds_of(contest),
        prizes=prizes_of(contest),
        eligibility=tuple(eligibility_rules_of(contest)),
        names=names_for(boards, language),
        form=form_of(contest),
        commitment=contest.commitment_text,
        needs_startup=contest.needs_startup,
        allows_minors=contest.allows_minors,
        fee=contest.fee,
        fee_terms=terms_from(contest.fee_terms),
    )


def boards_of(contest: Contest) -> tuple[BoardFacts, ...]:
    """Return the boards in order. One statement unless they are loaded."""
    return tuple(BoardFacts(row.id, row.key, row.name, row.name_en, row.description, row.fee) for row in contest.boards)


def rounds_of(contest: Contest) -> tuple[RoundFacts, ...]:
    """Return the rounds with their places in order. Two statements."""
    return tuple(
        RoundFacts(
            id=row.id,
            kind=row.kind,
            name=row.name,
            name_en=row.name_en,
            description=row.description,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            is_blind=row.is_blind,
            reviews_per_entry=row.reviews_per_entry,
            advance_rule=row.advance_rule,
            pass_mark=row.pass_mark,
            places=tuple((quota.board_id, quota.places) for quota in row.quotas),
            ranking_method=row.ranking_method,
        )
        for row in _rounds(contest)
    )


def prizes_of(contest: Contest) -> tuple[PrizeFacts, ...]:
    """Return the prizes in order. One statement unless they are loaded."""
    return tuple(
        PrizeFacts(
            id=row.id,
            name=row.name,
            name_en=row.name_en,
            board_id=row.board_id,
            quantity=row.quantity,
            amount=row.amount,
            currency=row.currency,
            in_kind=row.in_kind,
        )
        for row in contest.prizes
    )


def names_for(boards: tuple[BoardFacts, ...], language: str) -> Names:
    """Return how boards, provinces and stages read in `language`."""
    return Names(
        boards={b.key: b.name_en if language == "en" and b.name_en else b.name for b in boards},
        provinces={each.code: each.short_name for each in provinces()},
        stages={stage.value: title for stage, title in STAGES.items()},
    )


def _rounds(contest: Contest) -> Sequence[Round]:
    statement = select(Round).where(Round.contest_id == contest.id).options(selectinload(Round.quotas))
    return scalars(statement.order_by(Round.position, Round.id).execution_options(populate_existing=True))
