"""Can scores be compared; what would make them so."""

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.fairness.connectivity import Link, connectivity, missing_links
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate


def table(pairs: list[tuple[str, str]]) -> ReviewTable:
    found = tabulate([Review(entry, judge, 5.0) for entry, judge in pairs])
    assert isinstance(found, ReviewTable)
    return found


TWO_PANELS = [("a", "An"), ("b", "An"), ("b", "Binh"), ("a", "Binh"), ("c", "Chi"), ("d", "Chi"), ("d", "Dung")]


def test_a_chain_of_judges_joins() -> None:
    assert connectivity(table([("a", "An"), ("b", "An"), ("b", "Binh"), ("c", "Binh")])).is_connected


def test_two_panels_are_two_parts_and_one_review_joins_them() -> None:
    board = table(TWO_PANELS)
    found = connectivity(board)
    assert [part.entries for part in found.parts] == [("a", "b"), ("c", "d")]
    links, alone = missing_links(board, found)
    assert links == [Link("An", "d")]  # the firmest ends: two reviews by An, two of d
    assert alone == []
    joined = table([*TWO_PANELS, (links[0].entry, links[0].judge)])
    assert connectivity(joined).is_connected


def test_a_conflict_is_no_bridge() -> None:
    board = table(TWO_PANELS)
    links, _ = missing_links(board, connectivity(board), barred={("An", "d"), ("Binh", "d")})
    assert links == [Link("Chi", "a")]


def test_the_bridges_are_shared_out_among_the_judges() -> None:
    pairs = [("a", "An"), ("b", "An"), ("b", "Binh"), ("a", "Binh"), ("c", "Chi"), ("d", "Dung"), ("e", "En")]
    board = table(pairs)
    links, _ = missing_links(board, connectivity(board))
    assert len({link.judge for link in links}) == 3


def test_where_every_bridge_is_barred_the_part_is_named() -> None:
    board = table([("a", "An"), ("b", "Binh")])
    links, alone = missing_links(board, connectivity(board), barred={("An", "b"), ("Binh", "a")})
    assert links == []
    assert [part.entries for part in alone] == [("b",)]


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1))
def test_the_links_join_everything_with_the_fewest_reviews(pairs: set[tuple[int, int]]) -> None:
    board = tabulate([Review(entry, judge, 1.0) for entry, judge in pairs])
    assert isinstance(board, ReviewTable)
    found = connectivity(board)
    links, alone = missing_links(board, found)
    assert alone == []
    assert len(links) == len(found.parts) - 1
    more = tabulate([Review(e, j, 1.0) for e, j in pairs] + [Review(link.entry, link.judge, 1.0) for link in links])
    assert isinstance(more, ReviewTable)
    assert connectivity(more).is_connected
