"""The base of all forms."""

import pytest
from flask import Flask, request
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from ecosystem.core.forms import ExactField, Form, SelectChoice, VersionedForm, WholeNumberField


class Counted(Form):
    board = SelectField(choices=[SelectChoice("y_tuong", "Ý tưởng")])
    who = RadioField(choices=[SelectChoice("nhom", "Nhóm")])
    people = IntegerField(validators=[InputRequired(), NumberRange(1, 5)])
    day = DateField(validators=[InputRequired()])


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("board", "khac", "Vui lòng chọn một mục."),
        ("who", "khac", "Vui lòng chọn một mục."),
        ("people", "nhiều", "Vui lòng nhập số nguyên."),
        ("people", "9", "Vui lòng nhập số từ 1 đến 5."),
        ("people", "", "Vui lòng điền mục này."),
        ("day", "mai", "Vui lòng nhập ngày, ví dụ 22/11/2026."),
    ],
)
def test_the_messages_built_into_the_forms_library_are_in_our_language(
    app: Flask, field: str, typed: str, told: str
) -> None:
    with app.test_request_context(method="POST", data={field: typed}, headers={"Accept-Language": "vi"}):
        form = Counted()
        form.validate()
        assert told in [str(error) for error in form[field].errors]


class Titled(VersionedForm):
    title = StringField()
    summary = TextAreaField()


def test_a_field_of_one_line_holds_no_line_ends(app: Flask) -> None:
    typed = "Cà phê\r\nBcc: ai@example.vn"
    with app.test_request_context(method="POST", data={"title": typed, "summary": typed}):
        form = Titled()
        assert "\n" not in str(form.title.data)
        assert "\r" not in str(form.title.data)
        assert form.summary.data == "Cà phê\nBcc: ai@example.vn"


@pytest.mark.parametrize("body", [b"[1]", b'{"title": {"a": []}, "version": 1e400}', b"[" * 20_000, b"{", b"\xff"])
def test_a_form_takes_nothing_from_json(app: Flask, body: bytes) -> None:
    with app.test_request_context(method="POST", data=body, content_type="application/json"):
        form = Titled()
        assert form.is_submitted()
        assert not form.title.data
        assert request.get_json(silent=True) is None or isinstance(request.get_json(), dict | list)


@pytest.mark.parametrize("version", ["²", "³7", "-1", "7" * 5000, ""])
def test_a_version_that_is_none_is_no_error(app: Flask, version: str) -> None:
    with app.test_request_context(method="POST", data={"version": version}):
        assert Titled().shown_version is None


class Measured(Form):
    points = ExactField()
    seats = WholeNumberField(validators=[NumberRange(1, 5)])


@pytest.mark.parametrize("typed", ["1e999999999", "0e-99999999999", "9" * 400, "NaN", "-Infinity", "1e-400"])
def test_numbers_that_would_fill_the_memory_are_refused(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"points": typed, "seats": typed}):
        form = Measured()
        assert not form.validate()
        assert form.points.data is None
        assert form.seats.data is None
        assert form.points.errors
        assert form.seats.errors
