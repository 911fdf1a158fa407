"""Uses of money that add up, amounts that can be true, and what an investor would still look for."""

from ecosystem.fundraising.domain.pitch import Figure, Pitch, Use, missing_in, problems_of


def test_a_pitch_that_adds_up() -> None:
    pitch = Pitch(is_raising=True, ask=2_000_000_000, uses=(Use("Máy sấy", 60), Use("Tiếp thị", 40)))
    assert problems_of(pitch) == []


def test_shares_that_do_not_make_the_whole() -> None:
    found = problems_of(Pitch(ask=1, uses=(Use("Máy sấy", 60), Use("Tiếp thị", 41))))
    assert [str(problem) for problem in found] == [
        "The uses of the money must add up to 100 percent; now they make 101."
    ]


def test_shares_that_are_none_and_amounts_that_cannot_be() -> None:
    assert len(problems_of(Pitch(ask=1, uses=(Use("A", 100), Use("B", 0))))) == 1
    assert len(problems_of(Pitch(is_raising=True))) == 1
    assert len(problems_of(Pitch(ask=100, raised=101))) == 1


def test_what_is_missing_comes_in_order_of_weight() -> None:
    assert [str(each) for each in missing_in(None, 3)] == ["How much you are raising"]
    whole = Pitch(ask=1, summary="Vì sao", uses=(Use("A", 100),), figures=(Figure("Doanh thu", "1,2 tỷ"),))
    assert missing_in(whole, 1) == []
    assert [str(each) for each in missing_in(whole, 0)] == ["A deck or financial statements"]
