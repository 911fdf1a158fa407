"""Furnishing a new contest from a starter."""

from datetime import datetime, timedelta

from ecosystem.contests.domain.starters import Starter, StarterRound, StarterSection
from ecosystem.contests.models import (
    Board,
    Contest,
    EligibilityRule,
    FormSection,
    Prize,
    Question,
    Round,
    RoundQuota,
)
from ecosystem.core.database import session


def furnish(contest: Contest, starter: Starter) -> None:
    """Give a new contest the boards, rounds, prizes, form and rules of `starter`. Called inside its making."""
    contest.has_gallery = starter.has_gallery
    contest.allows_minors = starter.allows_minors
    contest.commitment_text = contest.commitment_text or starter.commitment
    boards = [
        Board(
            contest_id=contest.id,
            key=each.key,
            name=each.name,
            name_en=each.name_en,
            description=each.description,
            position=position,
        )
        for position, each in enumerate(starter.boards)
    ]
    session().add_all(boards)
    session().flush()
    _add_rounds(contest, starter, boards)
    _add_prizes(contest, starter, boards)
    for position, section in enumerate(starter.sections):
        _add_section(contest, section, position)
    session().add_all(
        EligibilityRule(contest_id=contest.id, kind=kind, parameters=dict(parameters), position=position)
        for position, (kind, parameters) in enumerate(starter.eligibility)
    )
    session().flush()


def _add_rounds(contest: Contest, starter: Starter, boards: list[Board]) -> None:
    for position, each in enumerate(starter.rounds):
        opens_at, closes_at = _round_time(contest.closes_at, each)
        made = Round(
            contest_id=contest.id,
            kind=each.kind,
            name=each.name,
            name_en=each.name_en,
            is_blind=each.is_blind,
            reviews_per_entry=each.reviews_per_entry,
            opens_at=opens_at,
            closes_at=closes_at,
            position=position,
        )
        if each.places is not None:
            made.quotas.extend(RoundQuota(board_id=board.id, places=each.places) for board in boards)
        session().add(made)


def _round_time(closes_at: datetime | None, each: StarterRound) -> tuple[datetime | None, datetime | None]:
    if closes_at is None:
        return None, None
    opens_at = closes_at + timedelta(days=each.begins)
    return opens_at, opens_at + timedelta(days=each.days)


def _add_prizes(contest: Contest, starter: Starter, boards: list[Board]) -> None:
    position = 0
    for board in [*boards, None]:
        for each in starter.prizes:
            if each.for_each_board != (board is not None):
                continue
            session().add(
                Prize(
                    contest_id=contest.id,
                    board_id=board.id if board is not None else None,
                    name=each.name,
                    name_en=each.name_en,
                    rank=each.rank,
                    quantity=each.quantity,
                    amount=each.amount,
                    position=position,
                )
            )
            position += 1


def _add_section(contest: Contest, section: StarterSection, position: int) -> None:
    made = FormSection(
        contest_id=contest.id, title=section.title, title_en=section.title_en, help=section.help, position=position
    )
    session().add(made)
    session().flush()
    session().add_all(
        Question(
            contest_id=contest.id,
            section_id=made.id,
            key=each.key,
            kind=each.kind,
            label=each.label,
            label_en=each.label_en,
            is_required=each.required,
            position=place,
            **each.more,
        )
        for place, each in enumerate(section.questions)
    )
