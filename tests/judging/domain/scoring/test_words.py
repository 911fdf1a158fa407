"""The rules in words say what is computed."""

from dataclasses import replace
from decimal import Decimal

from flask import Flask

from ecosystem.judging.domain.scoring import Aggregation, RubricRules, Topic, describe
from tests.judging.domain.scoring.rubrics import LAM_DONG, QUANG_NGAI, THAI_NGUYEN


def told(app: Flask, rules: RubricRules, topic: Topic) -> str:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        from flask_babel import force_locale

        with force_locale("en"):
            return " ".join(str(s.text) for s in describe(rules, in_english=True) if s.topic is topic)


def test_components_and_full_marks(app: Flask) -> None:
    text = told(app, THAI_NGUYEN, Topic.COMPONENTS)
    assert "20 × votes of the entry" in text
    assert "at most 100 points" in text


def test_gates_and_ties(app: Flask) -> None:
    gates = told(app, QUANG_NGAI, Topic.GATES)
    assert "at least 50" in gates
    assert "Knock-out" in gates
    assert told(app, QUANG_NGAI, Topic.TIES).index("“a”") < told(app, QUANG_NGAI, Topic.TIES).index("jury chair")


def test_weights_and_trimming(app: Flask) -> None:
    rules = replace(LAM_DONG, aggregation=Aggregation.TRIMMED_MEAN, trim_from_judges=3)
    assert "3 : 4 : 2" in told(app, rules, Topic.SHEET)
    assert "From 5 judges on" in told(app, rules, Topic.MEAN)  # never from fewer, whatever is set


def test_every_rule_of_a_full_rubric_is_told(app: Flask) -> None:
    first = replace(QUANG_NGAI.criteria[0], minimum_to_pass=Decimal("12.5"), is_required=False)
    rules = replace(QUANG_NGAI, criteria=(first, *QUANG_NGAI.criteria[1:]), min_judges=3)
    assert "“a” must be at least 12,5" in told(app, rules, Topic.GATES)
    assert "at least 3 complete sheets" in told(app, rules, Topic.GATES)
    assert "leaves out a" in told(app, rules, Topic.SHEET)
    assert "2 decimals" in told(app, rules, Topic.ROUNDING)
