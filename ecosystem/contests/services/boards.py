"""Boards and prizes of a contest, and the order of its boards, rounds and prizes."""

from collections.abc import Sequence
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.audit.services import assign
from ecosystem.contests.domain.details import BoardDetails, PrizeDetails
from ecosystem.contests.models import Board, Contest, Prize, Question, Round, RoundQuota
from ecosystem.contests.services.changes import changing, unless_used
from ecosystem.contests.services.order import rearrange
from ecosystem.contests.signals import EntriesOn
from ecosystem.core.database import locked, scalars, session, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.identifiers import slugify
from ecosystem.core.signals import ask

MOST_BOARDS, MOST_PRIZES = 20, 100


def add_board(contest: Contest, *, details: BoardDetails, by: int, amendment: str = "") -> Board:
    """Add a board at the end. Raises Refused over the limit, AmendmentNeeded."""
    with changing(contest.id, by=by, amendment=amendment) as change:
        boards = change.contest.boards
        refuse_over(len(boards), MOST_BOARDS)
        key = free_key(details.name, {board.key for board in boards}, "board")
        board = Board(contest_id=contest.id, key=key, position=next_position(boards), **asdict(details))
        with unique_or(_l("A board of this name was made a moment ago. Please try again.")):
            session().add(board)
        change.noting("board.added", board)
        return board


def edit_board(board: Board, *, details: BoardDetails, by: int, amendment: str = "") -> None:
    """Change a board's texts; its key stays, because forms and rules refer to it."""
    with changing(board.contest_id, by=by, amendment=amendment) as change:
        present = locked(Board, board.id)
        change.noting("board.edited", present, assign(present, asdict(details)))


def remove_board(board: Board, *, by: int, amendment: str = "") -> None:
    """Remove a board with its quotas and prizes. Raises Refused while entries stand on it."""
    with changing(board.contest_id, by=by, amendment=amendment) as change:
        present = locked(Board, board.id)
        entries = sum(ask(EntriesOn(present.contest_id, board_id=present.id)))
        if entries:
            raise Refused(_l("%(number)d entries stand on this board, so it stays.", number=entries))
        _forget_board(present)
        change.noting("board.removed", change.contest, {"board": (present.name, None)})
        current = session()
        with unless_used(_l("Entries, rubrics or prizes already belong to this board, so it stays.")):
            current.execute(delete(RoundQuota).where(RoundQuota.board_id == present.id))
            current.execute(delete(Prize).where(Prize.board_id == present.id))
            current.delete(present)


def _forget_board(board: Board) -> None:
    """Take the board off the questions; one asked on it alone would suddenly be asked on every board."""
    for question in scalars(select(Question).where(Question.contest_id == board.contest_id)):
        if board.key in question.board_keys:
            rest = [key for key in question.board_keys if key != board.key]
            if not rest:
                raise Refused(
                    _l("The question “%(label)s” is asked on this board only. Change it first.", label=question.label)
                )
            question.board_keys = rest


def add_prize(contest: Contest, *, details: PrizeDetails, by: int, amendment: str = "") -> Prize:
    """Add a prize at the end. Raises Invalid for a board of another contest, Refused over the limit."""
    with changing(contest.id, by=by, amendment=amendment) as change:
        prizes = change.contest.prizes
        refuse_over(len(prizes), MOST_PRIZES)
        _check_board(change.contest, details.board_id)
        prize = Prize(contest_id=contest.id, position=next_position(prizes), **asdict(details))
        session().add(prize)
        change.noting("prize.added", prize)
        return prize


def edit_prize(prize: Prize, *, details: PrizeDetails, by: int, amendment: str = "") -> None:
    """Change a prize. Raises Invalid for a board of another contest, AmendmentNeeded."""
    with changing(prize.contest_id, by=by, amendment=amendment) as change:
        present = locked(Prize, prize.id)
        _check_board(change.contest, details.board_id)
        change.noting("prize.edited", present, assign(present, asdict(details)))


def remove_prize(prize: Prize, *, by: int, amendment: str = "") -> None:
    """Remove a prize. Raises Refused once it was given (the database decides)."""
    with changing(prize.contest_id, by=by, amendment=amendment) as change:
        present = locked(Prize, prize.id)
        change.noting("prize.removed", change.contest, {"prize": (present.name, None)})
        with unless_used(_l("This prize was already given, so it stays.")):
            session().delete(present)


def move(item: Board | Round | Prize, *, up: bool, by: int, amendment: str = "") -> None:
    """Move a board, a round or a prize one place; at the end of the list nothing happens."""
    with changing(item.contest_id, by=by, amendment=amendment) as change:
        rearrange(getattr(change.contest, f"{item.__tablename__}s"), item.id, up=up)
        change.noting(f"{item.__tablename__}.moved", change.contest)


def _check_board(contest: Contest, board_id: int | None) -> None:
    if board_id is not None and board_id not in {board.id for board in contest.boards}:
        raise Invalid(_l("This board does not belong to the contest."))


def next_position(siblings: Sequence[Board | Round | Prize]) -> int:
    """Return the position after the last of `siblings`."""
    return max((each.position for each in siblings), default=-1) + 1


def refuse_over(count: int, most: int) -> None:
    """Raise Refused when there are `most` of something already."""
    if count >= most:
        raise Refused(_l("There are already %(most)d of them; more are not possible.", most=most))


def free_key(name: str, taken: set[str], otherwise: str) -> str:
    """Return a short key made of `name` (or of `otherwise`) that is not taken."""
    wished = slugify(name, longest=34).replace("-", "_").removeprefix("bang_") or otherwise
    return next(key for key in (wished, *(f"{wished}_{n}" for n in range(2, 1000))) if key not in taken)
