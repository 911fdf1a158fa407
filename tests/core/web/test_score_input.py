"""One criterion of a score sheet, drawn from whatever a rubric says."""

from decimal import Decimal

import pytest
from flask import Flask

EVERY = {level: f"Mức {level}" for level in range(5)}
RANGES = {"0–1": "Yếu", 2: "Vừa", 3: "Khá", "3–4": "Tốt", 4: "Rất tốt"}


@pytest.mark.parametrize(("anchors", "in_words"), [(EVERY, True), (RANGES, False), ({2: "Vừa"}, False), ({}, False)])
def test_words_stand_at_the_levels_only_where_each_has_some(
    app: Flask, anchors: dict[int | str, str], in_words: bool
) -> None:
    with app.test_request_context():
        drawn = str(app.jinja_env.globals["ui"].score_input("c", "Tính mới", high=Decimal(4), anchors=anchors))  # type: ignore[attr-defined]
    assert drawn.count('type="radio"') == 5
    assert ("score-anchor" in drawn) == in_words
    assert all(said in drawn for said in anchors.values())
