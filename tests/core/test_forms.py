"""The base of all forms."""

import pytest
from flask import Flask
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from ecosystem.core.forms import Form, SelectChoice


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
