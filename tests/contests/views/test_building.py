"""The form and the eligibility rules, built on their pages."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.models import Contest, EligibilityRule, Question
from tests.contests.views.setting_up import at


def question_data(contest: Contest, **changes: str) -> dict[str, str]:
    return {"kind": "short_text", "label": "Tên sản phẩm", "section_id": str(contest.sections[0].id)} | changes


def test_questions_are_built(client: FlaskClient, session: Session, contest: Contest) -> None:
    many = question_data(contest, kind="single_choice", label="Lĩnh vực", more_choices="Dược liệu\nCà phê\n\nCà phê")
    assert client.post(at(contest, "form/questions/new"), data=many).status_code == 303
    made = session.scalars(select(Question).where(Question.label == "Lĩnh vực")).one()
    assert [choice["value"] for choice in made.choices] == ["duoc_lieu", "ca_phe", "ca_phe_2"]
    relabelled = many | {"more_choices": "", "version": str(made.version)}
    for index, (value, label) in enumerate([("duoc_lieu", "Sâm"), ("ca_phe", "Cà phê")]):
        relabelled |= {f"choices-{index}-value": value, f"choices-{index}-label": label}
    assert client.post(at(contest, f"form/questions/{made.public_id}"), data=relabelled).status_code == 303
    assert made.choices[0] == {"value": "duoc_lieu", "label": "Sâm", "label_en": ""}
    depending = question_data(contest, label="Giống sâm", shown_if=f"{made.key}=duoc_lieu")
    assert client.post(at(contest, "form/questions/new"), data=depending).status_code == 303
    last = session.scalars(select(Question).where(Question.label == "Giống sâm")).one()
    assert last.shown_if == {"question": made.key, "is": ["duoc_lieu"]}
    for step in ("up", "down", "duplicate"):
        assert client.post(at(contest, f"form/questions/{last.public_id}/{step}")).status_code == 303
    assert client.get(at(contest, f"form/questions/{last.public_id}")).status_code == 200
    place = {"section": str(contest.sections[0].id), "index": "0"}
    assert client.post(at(contest, f"form/questions/{last.public_id}/place"), data=place).status_code == 303
    assert client.post(at(contest, f"form/questions/{last.public_id}/remove")).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [
        {"label": ""},
        {"kind": "single_choice"},
        {"kind": "telepathy"},
        {"max_words": "nhiều"},
        {"max_words": "-1"},
        {"max_characters": "9999999999999999999999"},
        {"section_id": "999999"},
        {"shown_if": "nowhere=yes"},
        {"board_keys": "nowhere"},
    ],
)
def test_bad_questions_are_refused_and_kept(client: FlaskClient, contest: Contest, changes: dict[str, str]) -> None:
    sent = question_data(contest, help="Đang viết dở") | changes
    answer = client.post(at(contest, "form/questions/new"), data=sent)
    assert answer.status_code == 400
    assert "Đang viết dở" in answer.text


def test_eligibility_rules_are_added_changed_and_removed(
    client: FlaskClient, session: Session, contest: Contest
) -> None:
    assert client.post(at(contest, "eligibility/new/province"), data={"provinces": ["51"]}).status_code == 303
    assert client.post(at(contest, "eligibility/new/province"), data={"provinces": ["99"]}).status_code == 400
    assert client.get(at(contest, "eligibility/new/telepathy")).status_code == 404
    rule = session.scalars(select(EligibilityRule).where(EligibilityRule.kind == EligibilityKind.TEAM_SIZE)).one()
    assert client.post(at(contest, f"eligibility/{rule.id}"), data={"min": "6", "max": "5"}).status_code == 400
    assert client.post(at(contest, f"eligibility/{rule.id}"), data={"min": "2", "max": "5"}).status_code == 303
    assert rule.parameters == {"min": 2, "max": 5}
    assert client.post(at(contest, f"eligibility/{rule.id}/move"), data={"direction": "down"}).status_code == 303
    assert client.post(at(contest, f"eligibility/{rule.id}/remove")).status_code == 303
