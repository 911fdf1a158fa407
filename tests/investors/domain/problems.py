"""Made-up sessions for property tests."""

from hypothesis import strategies as st

from ecosystem.investors.domain.scheduling import MEET, MUST, Guest, Placed, Problem, weight_of

WISHES = st.sampled_from([0, 0, MEET, MUST])


@st.composite
def problems(draw: st.DrawFn, *, with_locked: bool = True) -> Problem:
    """A session of up to 7 founders, 5 investors and 5 slots, with hours, vetoes, few tables and locked meetings."""
    slots = draw(st.integers(1, 5))
    hours = st.frozensets(st.integers(0, slots - 1), max_size=slots)
    founders = tuple(Guest(key, draw(hours)) for key in range(1, 1 + draw(st.integers(0, 7))))
    investors = tuple(Guest(100 + key, draw(hours)) for key in range(draw(st.integers(0, 5))))
    pairs = [(f.key, i.key) for f in founders for i in investors]
    vetoes = frozenset(pair for pair in pairs if draw(st.integers(0, 5)) == 0)
    worths = {pair: weight_of(draw(WISHES), draw(WISHES)) for pair in pairs if pair not in vetoes}
    tables = tuple(range(1, 1 + draw(st.integers(1, 5))))
    return Problem(
        slots,
        tables,
        founders,
        investors,
        {pair: worth for pair, worth in worths.items() if worth},
        vetoes,
        draw(st.integers(0, 2)),
        _locked(draw, founders, investors, tables, slots) if with_locked else (),
    )


def _locked(
    draw: st.DrawFn, founders: tuple[Guest, ...], investors: tuple[Guest, ...], tables: tuple[int, ...], slots: int
) -> tuple[Placed, ...]:
    """Meetings that agree with each other, though perhaps with nobody's hours or wishes."""
    found: list[Placed] = []
    if not founders or not investors:
        return ()
    for _ in range(draw(st.integers(0, 3))):
        founder, investor = draw(st.sampled_from(founders)).key, draw(st.sampled_from(investors)).key
        slot, table = draw(st.integers(0, slots - 1)), draw(st.sampled_from(tables))
        clashes = any(
            (each.slot == slot and (each.founder == founder or each.investor == investor or each.table == table))
            or (each.founder, each.investor) == (founder, investor)
            for each in found
        )
        if not clashes:
            found.append(Placed(slot, founder, investor, table, locked=True))
    return tuple(found)
