"""Small problems of assignment, made at random for properties."""

from random import Random

from hypothesis import strategies as st

from ecosystem.judging.domain.assignment import Entry, Judge, Pair, Problem


@st.composite
def problems(draw: st.DrawFn, *, standing: bool = True, judges: int = 0, entries: int = 0) -> Problem:
    """Up to seven judges and nine entries with everything that can stand in the way; `standing`: charges too.

    Sizes are drawn, so that a failure shrinks to a small problem; the rest is made from a drawn seed, which is fast.
    """
    judge_ids = range(1, draw(st.integers(judges, 7)) + 1)
    entry_ids = range(101, 101 + draw(st.integers(entries, 9)))
    per_entry, chance = draw(st.integers(1, 4)), Random(draw(st.integers(0, 10**6)))
    pairs = [Pair(j, e) for j in judge_ids for e in entry_ids]
    current = some(chance, pairs, 10) if standing else frozenset[Pair]()
    highest = chance.choice([None, chance.randint(0, 6)])
    return Problem(
        judges=tuple(
            Judge(
                j,
                chance.choice([None, chance.randint(0, 6)]),
                chance.choice([frozenset(), frozenset({1}), frozenset({1, 2})]),
                some(chance, "abc", 3),
                some(chance, ["vi", "en"], 2),
                some(chance, "abc", 2),
            )
            for j in judge_ids
        ),
        entries=tuple(
            Entry(e, chance.choice([1, 2]), some(chance, "abc", 3), chance.choice(["", "vi", "en"])) for e in entry_ids
        ),
        per_entry=per_entry,
        barred=some(chance, pairs, 10),
        fixed=frozenset(sorted(current)[: chance.randint(0, 3)]),
        current=current,
        seed=chance.randint(1, 3),
        lowest=chance.choice([None, chance.randint(0, 6 if highest is None else highest)]),
        highest=highest,
    )


def some(chance: Random, choices, most: int):  # type: ignore[no-untyped-def]
    """Draw a few of the choices."""
    return frozenset(chance.sample(list(choices), min(len(choices), chance.randint(0, most))))
