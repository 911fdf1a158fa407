"""Prices, stars, certificates, tags, orders, routes, visits: decided without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.core.errors import InvalidTransition
from ecosystem.showcase.domain.certificates import SOON, Validity, certificate_title, validity
from ecosystem.showcase.domain.checklist import Facts, steps_for
from ecosystem.showcase.domain.enquiries import LIFE, EnquiryState, Quote, Side, message_problem, step_of
from ecosystem.showcase.domain.products import (
    LONGEST_TAG,
    MOST_TAGS,
    PriceKind,
    known_seeks,
    missing_for_publication,
    moved,
    price_problem,
    reordered,
    settled_price,
    stars_problem,
    tidy_tags,
)
from ecosystem.showcase.domain.routes import Stop, halls_of, in_walking_order, natural_key
from ecosystem.showcase.domain.visiting import VisitSource, hour_of, is_program, source_named

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "low", "high", "field"),
    [
        (PriceKind.ON_REQUEST, None, None, None),
        (PriceKind.ON_REQUEST, 5, 3, None),
        (PriceKind.FIXED, 0, None, None),
        (PriceKind.FIXED, None, 5, "price_low"),
        (PriceKind.RANGE, 5, None, "price_high"),
        (PriceKind.RANGE, 5, 5, "price_high"),
        (PriceKind.RANGE, 5, 4, "price_high"),
        (PriceKind.RANGE, 5, 6, None),
    ],
)
def test_prices(kind: PriceKind, low: int | None, high: int | None, field: str | None) -> None:
    problem = price_problem(kind, low, high)
    assert (problem[0] if problem else None) == field


@given(st.sampled_from(PriceKind), st.none() | st.integers(0, 10**12), st.none() | st.integers(0, 10**12))
def test_a_settled_price_has_what_its_kind_needs(kind: PriceKind, low: int | None, high: int | None) -> None:
    """What passes the check also satisfies the constraints of the table."""
    if price_problem(kind, low, high) is None:
        lowest, highest = settled_price(kind, low, high)
        assert (lowest is None) == (kind is PriceKind.ON_REQUEST)
        assert (highest is not None) == (kind is PriceKind.RANGE)
        assert highest is None or lowest is None or highest > lowest


@pytest.mark.parametrize(
    ("stars", "year", "field"),
    [
        (None, 1990, None),
        (3, None, None),
        (5, 2026, None),
        (2, 2024, "ocop_stars"),
        (6, 2024, "ocop_stars"),
        (4, 2017, "ocop_year"),
        (4, 2027, "ocop_year"),
    ],
)
def test_stars(stars: int | None, year: int | None, field: str | None) -> None:
    problem = stars_problem(stars, year, 2026)
    assert (problem[0] if problem else None) == field


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, Validity.OPEN_ENDED),
        (TODAY, Validity.ENDS_SOON),
        (TODAY - timedelta(days=1), Validity.EXPIRED),
        (TODAY + SOON, Validity.ENDS_SOON),
        (TODAY + SOON + timedelta(days=1), Validity.GOOD),
    ],
)
def test_a_certificate_is_good_on_its_last_day(until: date | None, state: Validity) -> None:
    assert validity(until, TODAY) is state


def test_certificates_are_called_by_their_name() -> None:
    assert certificate_title("vietgap", "x") == "VietGAP"
    assert certificate_title("other", "Chứng nhận xã") == "Chứng nhận xã"
    assert certificate_title("gone", "") == "gone"


@given(st.text(alphabet="aĂb ,;\n\tđ", max_size=300))
def test_tags_are_few_short_and_different(text: str) -> None:
    tags = tidy_tags(text)
    assert len(tags) <= MOST_TAGS
    assert all(0 < len(tag) <= LONGEST_TAG and tag == tag.strip() and "," not in tag for tag in tags)
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert tidy_tags(", ".join(tags)) == tags


def test_seeks_that_nobody_knows_are_left_out() -> None:
    assert known_seeks(["investors", "x", "distributors", "investors"]) == ("distributors", "investors")


def test_what_a_product_lacks() -> None:
    assert len(missing_for_publication("", "", "", 0)) == 3
    assert not missing_for_publication("Cà phê", "", "Rang vừa", 1)


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=9), st.data())
def test_moving_keeps_everything(order: list[int], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(order))
    down = moved(order, one, "down")
    assert sorted(down) == sorted(order)
    if order[-1] != one:
        assert moved(down, one, "up") == order
    assert moved(order, order[0], "up") == order


@given(st.lists(st.text("ab", min_size=1), unique=True), st.lists(st.text("ab", min_size=1)))
def test_a_wished_order_neither_loses_nor_adds(present: list[str], wished: list[str]) -> None:
    made = reordered(present, wished)
    assert sorted(made) == sorted(present)
    assert [each for each in dict.fromkeys(wished) if each in present] == made[: len(set(wished) & set(present))]


def test_booths_are_passed_as_people_count() -> None:
    numbers = ["A10", "B1", "A2", "A2-10", "A2-9", "a1"]
    assert sorted(numbers, key=natural_key) == ["a1", "A2", "A2-9", "A2-10", "A10", "B1"]
    stops = [Stop(None, "Z", "x"), Stop(2, "A1", "b"), Stop(1, "A10", "d"), Stop(1, "A9", "c")]
    assert [stop.thing for stop in in_walking_order(stops)] == ["c", "d", "b", "x"]
    assert [(hall, len(group)) for hall, group in halls_of(stops)] == [(1, 2), (2, 1), (None, 1)]


@pytest.mark.parametrize(
    "agent",
    ["", "  ", "Googlebot/2.1", "curl/8.5", "facebookexternalhit/1.1", "python-requests/2", "HeadlessChrome/130"],
)
def test_programs_are_no_visitors(agent: str) -> None:
    assert is_program(agent)


def test_telephones_are_visitors() -> None:
    assert not is_program("Mozilla/5.0 (Linux; Android 14; SM-A145F) Chrome/130.0 Mobile Safari/537.36")
    assert not is_program("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1")


def test_sources_and_hours() -> None:
    assert source_named("qr") is VisitSource.QR
    assert source_named("' OR 1=1") is VisitSource.PAGE
    assert hour_of(datetime(2026, 11, 22, 9, 59, 59, 9, UTC)) == datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize("state", EnquiryState)
@pytest.mark.parametrize("name", LIFE.transitions)
def test_every_step_from_every_state(state: EnquiryState, name: str) -> None:
    allowed = {
        "confirm": {"unconfirmed"},
        "answer": {"new", "answered", "closed"},
        "ask_again": {"new", "answered", "closed"},
        "close": {"new", "answered"},
        "reopen": {"closed"},
    }
    if state.value in allowed[name]:
        assert LIFE.after(state, name) is not EnquiryState.UNCONFIRMED
    else:
        with pytest.raises(InvalidTransition):
            LIFE.after(state, name)


def test_messages_and_quotes() -> None:
    assert message_problem("   ")
    assert message_problem("x" * 4_001)
    assert message_problem("http://a http://b HTTPS://c https://d")
    assert message_problem("Có bán sỉ không? https://example.vn") is None
    assert step_of(Side.EXHIBITOR) == "answer"
    assert Quote(0, TODAY).stands(TODAY)
    assert not Quote(0, TODAY).stands(TODAY + timedelta(days=1))


def test_the_checklist_ends() -> None:
    ready = Facts(
        is_accepted=True,
        has_logo=True,
        has_story=True,
        has_booth=True,
        is_confirmed=True,
        products=3,
        published=3,
    )
    assert all(step.is_done for step in steps_for(ready))
    drafts = Facts(
        is_accepted=False,
        has_logo=False,
        has_story=False,
        has_booth=False,
        is_confirmed=False,
        products=2,
        published=0,
    )
    assert not any(step.is_done for step in steps_for(drafts))
    assert str(steps_for(drafts)[-1].note)
