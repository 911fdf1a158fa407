"""Reading bank statements and their lines."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.search import fold
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import LineState, Order, Statement, StatementLine

SOME = 500


def organiser_path(organiser: Organiser, rest: str = "/") -> str:
    """Return the path of the organiser's statements, and of what is below."""
    return f"/organise/{organiser.slug}/finance/statements{rest}"


def taken_key(organiser_id: int, fingerprint: str) -> str:
    """Return what names a line of the organiser's account: no two lines bear it."""
    return f"{organiser_id}:{fingerprint}"


def taken_keys(keys: Sequence[str]) -> set[str]:
    """Return those of `keys` that a line bears already."""
    found: set[str] = set()
    for start in range(0, len(keys), SOME):
        part = keys[start : start + SOME]
        found.update(
            key for key in session().scalars(select(StatementLine.taken).where(StatementLine.taken.in_(part))) if key
        )
    return found


def statements_of(organiser: Organiser) -> Select[Statement]:
    """Select the organiser's statements, newest first."""
    return (
        select(Statement)
        .where(Statement.organiser_id == organiser.id)
        .options(joinedload(Statement.uploaded_by), joinedload(Statement.applied_by))
        .order_by(Statement.uploaded_at.desc(), Statement.id.desc())
    )


def statement_of_organiser(organiser_slug: str, statement_id: str) -> Statement:
    """Return a statement of the organiser in the address. Raises NoSuchRecord."""
    chosen = (
        select(Statement)
        .join(Organiser, Organiser.id == Statement.organiser_id)
        .where(Organiser.slug == organiser_slug, Statement.public_id == statement_id)
        .options(joinedload(Statement.organiser), joinedload(Statement.uploaded_by), joinedload(Statement.applied_by))
    )
    return one_or_missing(session().scalar(chosen))


def line_of_statement(organiser_slug: str, statement_id: str, line_id: str) -> StatementLine:
    """Return a line of that statement. Raises NoSuchRecord."""
    statement = statement_of_organiser(organiser_slug, statement_id)
    chosen = (
        select(StatementLine)
        .where(StatementLine.statement_id == statement.id, StatementLine.public_id == line_id)
        .options(
            joinedload(StatementLine.order), joinedload(StatementLine.discrepancy), joinedload(StatementLine.decided_by)
        )
    )
    return one_or_missing(session().scalar(chosen))


def lines_of(statement: Statement, *, state: LineState | None, words: str) -> Select[StatementLine]:
    """Select the lines of a statement as they stand in the file; `words` are looked for in notes and amounts."""
    chosen = select(StatementLine).where(StatementLine.statement_id == statement.id)
    if state is not None:
        chosen = chosen.where(StatementLine.state == state)
    digits = "".join(char for char in words if char.isdigit())
    if words.strip():
        text = words.strip()
        wanted: ColumnElement[bool] = or_(
            StatementLine.note.icontains(text, autoescape=True),
            StatementLine.reference.icontains(text, autoescape=True),
        )
        if digits and not any(char.isalpha() for char in words) and len(digits) < 18:
            wanted = or_(wanted, StatementLine.amount == int(digits))
        chosen = chosen.where(wanted)
    return chosen.options(joinedload(StatementLine.order)).order_by(StatementLine.number, StatementLine.id)


def counts_of(statement: Statement) -> Mapping[str, int]:
    """Return how many lines stand in which state now."""
    chosen = select(StatementLine.state, func.count()).where(StatementLine.statement_id == statement.id)
    return {state.value: number for state, number in session().execute(chosen.group_by(StatementLine.state))}


def orders_by_id(idents: Iterable[int]) -> Mapping[int, Order]:
    """Return orders by their ids."""
    wanted = list(set(idents))
    return {order.id: order for order in scalars(select(Order).where(Order.id.in_(wanted)))} if wanted else {}


def orders_for(line: StatementLine, words: str) -> Sequence[Order]:
    """Return the orders a line may be given: those proposed, or those found by `words`; open ones first."""
    chosen = select(Order).where(Order.organiser_id == line.organiser_id)
    if words.strip():
        code = fold(words).upper().replace(" ", "")
        chosen = chosen.where(or_(matches(Order.search_text, words), Order.note_code == code))
    else:
        chosen = chosen.where(Order.id.in_(list(line.order_ids) or [0]))
    first = case((Order.state == OrderState.OPEN, 0), else_=1)
    fits = case((Order.total == line.amount, 0), else_=1)
    return scalars(chosen.order_by(first, fits, Order.placed_at.desc(), Order.id).limit(20))


def order_of_organiser(organiser_id: int, public_id: str) -> Order:
    """Return an order of the organiser. Raises NoSuchRecord."""
    chosen = select(Order).where(Order.organiser_id == organiser_id, Order.public_id == public_id)
    return one_or_missing(session().scalar(chosen))


def undecided(organiser: Organiser) -> int:
    """Return how many lines of applied statements come near an order and wait for a decision."""
    chosen = select(func.count()).where(
        StatementLine.organiser_id == organiser.id,
        StatementLine.state == LineState.NEAR,
        StatementLine.taken.is_not(None),
    )
    return session().scalar(chosen) or 0
