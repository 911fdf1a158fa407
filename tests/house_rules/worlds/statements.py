"""A bank statement of the organiser, with a line that waits for a decision."""

from tests.house_rules.worlds import Scene
from tests.support.factories.payments import make_order, make_seller
from tests.support.factories.statements import make_statement

SENT = {"statements.decide": {"order": "an order of the organiser"}}
WORDS = frozenset(("step", "kind"))


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """A statement and its line, by the loaders that find them."""
    statement, line = make_statement(make_seller(scene.organiser))
    here = {"organiser_slug": scene.organiser.slug, "statement_id": statement.public_id}
    return {
        "statement_of_organiser": {**here, "step": "apply", "kind": "csv"},
        "line_of_statement": {**here, "line_id": line.public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    seller = make_seller(scene.organiser)
    statement, line = make_statement(seller)
    return {
        "/statements/<statement_id>": statement.public_id,
        "/lines/<line_id>": line.public_id,
        "an order of the organiser": make_order(seller).public_id,
    }
