"""Affinity is made of tags first, and says why."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosystem.mentoring.domain.affinity import FREE_TIMES, MOST, Tags, Why, best, fit, free_parts, words_of
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, TOPICS
from ecosystem.startups.domain.taxonomy import SECTORS, Stage

codes = {
    "sectors": SECTORS,
    "topics": TOPICS,
    "stages": [each.value for each in Stage],
    "languages": LANGUAGES,
    "free": FREE_TIMES,
}
tags = st.builds(
    Tags, **{name: st.frozensets(st.sampled_from(sorted(known)), max_size=5) for name, known in codes.items()}
)


def of(**values: set[str]) -> Tags:
    return Tags(**{name: frozenset(each) for name, each in values.items()})


def test_reasons_name_what_is_shared_the_weightiest_first() -> None:
    offer = of(sectors={"ca_phe", "che_bien"}, topics={"thuong_hieu"}, languages={"vi", "en"}, free={"thu-pm"})
    need = of(sectors={"ca_phe"}, topics={"thuong_hieu", "goi_von"}, languages={"vi"}, free={"thu-pm", "fri-am"})
    found = fit(offer, need)
    assert [reason.why for reason in found.reasons] == [Why.SECTOR, Why.TOPIC, Why.LANGUAGE, Why.HOURS]
    assert found.reasons[0].shared == ("ca_phe",)
    assert found.points == 250 + 175 + 150 + 33


def test_without_a_common_language_nothing_else_matters() -> None:
    found = fit(of(sectors={"ca_phe"}, languages={"en"}), of(sectors={"ca_phe"}, languages={"vi"}))
    assert found.points == 0
    assert [reason.why for reason in found.reasons] == [Why.NO_LANGUAGE]


def test_hours_that_do_not_meet_are_named_and_unknown_ones_are_not() -> None:
    assert [r.why for r in fit(of(free={"mon-am"}), of(free={"tue-pm"})).reasons] == [Why.NO_HOURS]
    assert fit(of(free={"mon-am"}), of()).reasons == ()


def test_texts_meet_without_marks() -> None:
    offer = Tags(words=words_of("Chế biến cà phê đặc sản"))
    need = Tags(words=words_of("Xuong CHE BIEN ca phe"))
    found = fit(offer, need)
    assert found.reasons[0].why is Why.WORDS
    assert {"che bien", "ca phe"} <= offer.words & need.words


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tags, tags)
def test_points_stay_within_their_range(offer: Tags, need: Tags) -> None:
    assert 0 <= fit(offer, need).points <= MOST


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tags)
def test_a_startup_fits_nobody_better_than_who_offers_all_it_needs(need: Tags) -> None:
    assert all(fit(need, need).points >= fit(other, need).points for other in (Tags(), Tags(topics=need.topics)))


def test_the_best_are_ordered_by_points_then_by_name() -> None:
    some = fit(of(sectors={"ca_phe"}), of(sectors={"ca_phe"}))
    less = fit(of(sectors={"ca_phe"}), of(sectors={"ca_phe", "y_te"}))
    none = fit(of(), of())
    found = best([("c", less), ("b", some), ("a", some), ("d", none)], most=3)
    assert [name for name, _ in found] == ["a", "b", "c"]


def test_hours_of_a_week_become_parts_of_days() -> None:
    assert free_parts({"3": [[13 * 60, 17 * 60]], "0": [[11 * 60 + 45, 13 * 60]]}) == {"thu-pm", "mon-pm"}
