from datetime import date
from typing import Any

import pytest

from ecosystem.contests.domain.eligibility import (
    EarlierPrize,
    EntryFacts,
    MemberFacts,
    Names,
    Outcome,
    Rule,
    StartupFacts,
    broken,
    check,
    describe,
    full_years,
)
from ecosystem.contests.domain.kinds import EligibilityKind as Kind

TODAY = date(2026, 11, 22)
MET, BROKEN, UNKNOWN = Outcome.MET, Outcome.BROKEN, Outcome.UNKNOWN


def outcome(kind: Kind, parameters: dict[str, Any], **facts: Any) -> Outcome:
    (finding,) = check([Rule(kind, parameters)], EntryFacts(on=TODAY, **facts))
    assert str(finding.reason)
    return finding.outcome


def startup(**values: Any) -> StartupFacts:
    return StartupFacts(name="Sâm Mẫu", **values)


def members(*names: str, **values: Any) -> tuple[MemberFacts, ...]:
    return tuple(MemberFacts(name, **values) for name in names)


@pytest.mark.parametrize(
    ("founded", "expected"),
    [(date(2021, 11, 22), MET), (date(2021, 11, 21), BROKEN), (date(2026, 1, 1), MET), (None, MET)],
)
def test_startup_age_counts_whole_years(founded: date | None, expected: Outcome) -> None:
    assert outcome(Kind.STARTUP_AGE, {"max_years": 5}, startup=startup(founded_on=founded)) is expected


def test_startup_age_of_a_person_and_of_an_unknown_date() -> None:
    assert outcome(Kind.STARTUP_AGE, {"max_years": 5}) is MET
    assert outcome(Kind.STARTUP_AGE, {"max_years": 5, "only_registered": True}) is BROKEN
    assert outcome(Kind.STARTUP_AGE, {"max_years": 5, "only_registered": True}, startup=startup()) is UNKNOWN


def test_full_years_of_a_leap_day() -> None:
    assert full_years(date(2020, 2, 29), date(2025, 2, 28)) == 4
    assert full_years(date(2020, 2, 29), date(2025, 3, 1)) == 5


def test_team_size() -> None:
    rule = {"min": 2, "max": 3}
    assert outcome(Kind.TEAM_SIZE, rule, members=members("A")) is BROKEN
    assert outcome(Kind.TEAM_SIZE, rule, members=members("A", "B", "C")) is MET
    assert outcome(Kind.TEAM_SIZE, rule, members=members("A", "B", "C", "D")) is BROKEN


def test_entries_per_person_and_as_leader() -> None:
    assert outcome(Kind.ENTRIES_PER_PERSON, {"max": 2}, members=members("A", other_entries=1)) is MET
    assert outcome(Kind.ENTRIES_PER_PERSON, {"max": 2}, members=members("A", other_entries=2)) is BROKEN
    rule = {"max": 3, "max_as_lead": 1}
    led = members("A", is_lead=True, other_entries_as_lead=1)
    assert outcome(Kind.ENTRIES_PER_PERSON, rule, members=led) is BROKEN
    assert outcome(Kind.ENTRIES_PER_PERSON, rule, members=members("A", other_entries_as_lead=1)) is MET


def test_entries_per_startup() -> None:
    assert outcome(Kind.ENTRIES_PER_STARTUP, {"max": 1}, startup=startup(other_entries=1)) is BROKEN
    assert outcome(Kind.ENTRIES_PER_STARTUP, {"max": 1}, startup=startup()) is MET
    assert outcome(Kind.ENTRIES_PER_STARTUP, {"max": 1}) is MET


def test_a_rule_about_another_board_is_left_out() -> None:
    rule = Rule(Kind.BOARD, {"board": "du_an", "needs_startup": True})
    assert check([rule], EntryFacts(on=TODAY, board_key="y_tuong")) == []
    assert check([rule], EntryFacts(on=TODAY, board_key="du_an"))[0].outcome is BROKEN


def test_board_asks_for_tax_code_and_stage() -> None:
    facts = {"board_key": "du_an", "startup": startup(stage="idea")}
    assert outcome(Kind.BOARD, {"board": "du_an", "needs_tax_code": True}, **facts) is BROKEN
    assert outcome(Kind.BOARD, {"board": "du_an", "stages": ["pilot"]}, **facts) is BROKEN
    assert outcome(Kind.BOARD, {"board": "du_an", "stages": ["idea"]}, **facts) is MET


def test_province_of_the_startup_or_of_the_person() -> None:
    rule = {"provinces": ["51"]}
    assert outcome(Kind.PROVINCE, rule, startup=startup(province_code="51")) is MET
    assert outcome(Kind.PROVINCE, rule, startup=startup(province_code="48")) is BROKEN
    assert outcome(Kind.PROVINCE, rule, province_code="51") is MET
    assert outcome(Kind.PROVINCE, rule) is UNKNOWN


def test_member_share_finds_the_organisation_without_marks() -> None:
    rule = {"organisation": "Đại học Đà Nẵng", "min_percent": 50}
    inside = MemberFacts("A", "Phân hiệu DAI HOC DA NANG tại Kon Tum")
    outside = MemberFacts("B", "Công ty Mẫu")
    assert outcome(Kind.MEMBER_SHARE, rule, members=(inside, outside)) is MET
    assert outcome(Kind.MEMBER_SHARE, rule, members=(inside, outside, outside)) is BROKEN
    assert outcome(Kind.MEMBER_SHARE, rule, members=members("A")) is UNKNOWN


def test_earlier_winners_count_for_so_many_years() -> None:
    prizes = (EarlierPrize("Cuộc thi 2022", 2022, "Giải Nhất"),)
    assert outcome(Kind.NO_EARLIER_WINNERS, {}, earlier_prizes=prizes) is BROKEN
    assert outcome(Kind.NO_EARLIER_WINNERS, {"years": 3}, earlier_prizes=prizes) is MET
    assert outcome(Kind.NO_EARLIER_WINNERS, {"years": 4}, earlier_prizes=prizes) is BROKEN


def test_officials_are_named() -> None:
    facts = EntryFacts(on=TODAY, members=members("Trần Mẫu An", official_as="secretariat"))
    (finding,) = broken(check([Rule(Kind.NO_OFFICIALS)], facts))
    assert "Trần Mẫu An (secretariat)" in str(finding.reason)
    assert outcome(Kind.NO_OFFICIALS, {}, members=members("A")) is MET


@pytest.mark.parametrize(
    ("kind", "parameters", "says"),
    [
        (Kind.STARTUP_AGE, {"max_years": 5}, "5 years"),
        (Kind.TEAM_SIZE, {"min": 1, "max": 5}, "1 to 5"),
        (Kind.TEAM_SIZE, {"max": 5}, "at most 5"),
        (Kind.TEAM_SIZE, {"min": 2}, "at least 2"),
        (Kind.ENTRIES_PER_PERSON, {"max": 3}, "at most 3"),
        (Kind.ENTRIES_PER_PERSON, {"max": 3, "max_as_lead": 1}, "leads at most 1"),
        (Kind.ENTRIES_PER_STARTUP, {"max": 1}, "at most 1"),
        (Kind.BOARD, {"board": "du_an", "needs_tax_code": True, "stages": ["pilot"]}, "Bảng Dự án"),
        (Kind.PROVINCE, {"provinces": ["51"]}, "Quảng Ngãi"),
        (Kind.MEMBER_SHARE, {"organisation": "Đại học", "min_percent": 50}, "50%"),
        (Kind.NO_EARLIER_WINNERS, {"years": 3}, "3 years"),
        (Kind.NO_EARLIER_WINNERS, {}, "no prize"),
        (Kind.NO_OFFICIALS, {}, "jury"),
    ],
)
def test_every_rule_reads_as_a_sentence(kind: Kind, parameters: dict[str, Any], says: str) -> None:
    names = Names(boards={"du_an": "Bảng Dự án"}, provinces={"51": "Quảng Ngãi"})
    sentence = str(describe(Rule(kind, parameters), names))
    assert says in sentence
    assert sentence.endswith(".")
