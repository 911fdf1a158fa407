"""Texts of templates are translated as ever, and remembered per language."""

from flask import Flask, render_template_string
from flask_babel import force_locale

from ecosystem.core.web import texts


def drawn(app: Flask, template: str, language: str, **values: object) -> str:
    with app.test_request_context(), force_locale(language):
        return render_template_string(template, **values)


def test_each_language_has_its_own(app: Flask) -> None:
    for _time in ("first", "remembered"):
        assert drawn(app, "{{ _('Sign in') }}", "en") == "Sign in"
        assert drawn(app, "{{ _('Sign in') }}", "vi") == "Đăng nhập"


def test_variables_are_put_in_and_escaped(app: Flask) -> None:
    template = "{{ _('Error %(status)s', status=what) }}"
    assert drawn(app, template, "en", what="<b>") == "Error &lt;b&gt;"
    assert drawn(app, template, "en", what="404") == "Error 404"


def test_a_text_is_a_format_even_without_variables(app: Flask) -> None:
    assert drawn(app, "{{ _('100 %% sure') }}", "en") == "100 % sure"


def test_a_block_of_text_is_translated_too(app: Flask) -> None:
    assert drawn(app, "{% trans %}Sign in{% endtrans %}", "vi") == "Đăng nhập"


def test_memory_is_bounded(app: Flask) -> None:
    assert len(texts._known) <= texts.MOST_TEXTS
