"""Components that are drawn once for the same arguments, and how templates are run."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from markupsafe import Markup

from ecosystem.core.web.components import MOST_DRAWINGS, drawn_once


class Counted:
    """Stands for a macro and counts how often it drew."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        self.drawn += 1
        return f"{args} {kwargs}"


@pytest.fixture
def macro(app: Flask) -> Iterator[Counted]:
    with app.test_request_context(), force_locale("vi"):
        yield Counted()


def test_the_same_arguments_are_drawn_once(macro: Counted) -> None:
    component = drawn_once(macro)
    first = component("Lưu", tone="info", attrs={"data-x": "1"})
    assert component("Lưu", tone="info", attrs={"data-x": "1"}) == first
    assert macro.drawn == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("<b>",), (Markup("<b>"),)),
        ((1,), (True,)),
        (({"title": "<b>"},), ({"title": Markup("<b>")},)),
        (({"a": "b"},), ({"b": "a"},)),
        (("a", "b"), ("b", "a")),
    ],
)
def test_markup_is_not_taken_for_the_text_it_equals(
    macro: Counted, one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    component = drawn_once(macro)
    component(*one)
    component(*other)
    assert macro.drawn == 2


def test_names_of_arguments_and_languages_are_told_apart(macro: Counted) -> None:
    component = drawn_once(macro)
    component(text="a")
    component(label="a")
    with force_locale("en"):
        component(text="a")
    assert macro.drawn == 3


def test_what_is_no_plain_value_is_drawn_anew(macro: Counted) -> None:
    component = drawn_once(macro)
    for _ in range(2):
        component("a", caller=object())
        component(["a"])
    assert macro.drawn == 4


def test_only_so_many_drawings_are_kept(macro: Counted) -> None:
    component = drawn_once(macro)
    for number in range(MOST_DRAWINGS + 1):
        component(number)
    component(MOST_DRAWINGS)
    assert macro.drawn == MOST_DRAWINGS + 1
    component(0)
    assert macro.drawn == MOST_DRAWINGS + 2


class Loud:
    """Says in its own way what it is in a page."""

    def __html__(self) -> str:
        return "<i>!</i>"


def test_values_are_escaped_unless_they_are_markup(app: Flask) -> None:
    values = {"text": '<a href="x">', "markup": Markup("<b>"), "number": 7, "nothing": None, "loud": Loud()}
    with app.test_request_context():
        page = render_template_string("{{ text }} {{ markup }} {{ number }} {{ nothing }} {{ loud }}", **values)
    assert page == "&lt;a href=&#34;x&#34;&gt; <b> 7 None <i>!</i>"


def test_calls_reach_macros_functions_and_filters_with_their_context(app: Flask) -> None:
    source = """
    {%- macro twice(text) %}{{ text }}{{ text }}{{ caller() if caller is defined and caller else "" }}{% endmacro -%}
    {%- block one %}{% set word = "<" %}{{ twice(word) }} {{ twice(word)|upper }}{% endblock %}
    {%- call twice("a") %}b{% endcall %} {{ _("Save") }} {{ range(2)|list }}"""
    with app.test_request_context(), force_locale("en"):
        assert render_template_string(source) == "&lt;&lt; &LT;&LT;aab Save [0, 1]"
