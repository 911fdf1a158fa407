"""Which control a field gets, and how its errors are gathered."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, StringField

from ecosystem.core.web import fields
from ecosystem.core.web.styleguide import SampleForm


class Member(Form):
    """A person of a team."""

    name = StringField("Họ và tên", [fields.Length(min=2, message="Quá ngắn.")])


class Team(Form):
    """A list of groups."""

    title = StringField("Tên đội", [fields.Length(max=5, message="Quá dài."), fields.Length(max=80)])
    lead = FormField(Member)
    members = FieldList(FormField(Member))


@pytest.mark.parametrize(
    ("name", "control"),
    [
        *(("name", "text"), ("summary", "textarea"), ("budget", "money"), ("share", "decimal"), ("board", "radios")),
        *(("sectors", "checkboxes"), ("agrees", "checkbox"), ("evidence", "files"), ("starts", "datetime")),
        *(("version", "hidden"), ("email", "email"), ("password", "password"), ("province", "select")),
    ],
)
def test_the_type_of_a_field_decides_its_control(app: Flask, name: str, control: str) -> None:
    with app.test_request_context():
        assert fields.control_of(SampleForm()[name]) == control


def test_a_field_may_ask_for_another_control() -> None:
    class Marked(StringField):
        control = "markdown"

    class Page(Form):
        text = Marked()

    assert fields.control_of(Page().text) == "markdown"


def test_errors_of_groups_and_lists_lead_to_their_own_controls() -> None:
    form = Team(MultiDict({"title": "Quá dài thật", "lead-name": "A", "members-0-name": "Ánh", "members-1-name": "B"}))
    assert not form.validate()
    assert fields.form_errors(form) == [
        ("title", "Tên đội", "Quá dài."),
        ("lead-name", "Họ và tên", "Quá ngắn."),
        ("members-1-name", "Họ và tên", "Quá ngắn."),
    ]
    assert fields.first_error(form.members) == "Quá ngắn."
    assert fields.first_error(form.members[0].form.name) == ""
    assert fields.longest(form.title) == 5
    assert fields.longest(form.lead.form.name) is None
