"""Templates: components own the controls, the content security policy forbids anything inline."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.house_rules.sources import TEMPLATES, Place, page_templates, told

OWN_CONTROLS = ("components", "layouts")
CONTROLS = re.compile(r"<(input|select|textarea)\b")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\bhx-on\b|js:\{", re.IGNORECASE
)
TAG = re.compile(r"\{%.*?%\}")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def matches(pattern: re.Pattern[str], file: Path) -> list[Place]:
    """Where the pattern stands outside Jinja's comments."""
    source = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), file.read_text())
    return [Place(file, source.count("\n", 0, m.start()) + 1, m[0].strip()) for m in pattern.finditer(source)]


def folder(file: Path) -> str:
    return file.relative_to(TEMPLATES).parts[0]


def test_pages_hold_no_raw_controls() -> None:
    pages = [file for file in page_templates() if folder(file) not in OWN_CONTROLS]
    places = [place for file in pages for place in matches(CONTROLS, file)]
    assert not places, told(places)


def test_nothing_inline() -> None:
    # Mail programs know no style sheets of ours, so mails are the exception.
    pages = [file for file in page_templates() if folder(file) != "email"]
    places = [place for file in pages for place in matches(INLINE, file)]
    assert not places, told(places)


def test_every_component_is_a_documented_macro() -> None:
    for file in (TEMPLATES / "components").glob("*.html"):
        source = file.read_text()
        assert "{% macro" in source or "{%- macro" in source, f"{file.name} defines no macro"
        assert source.lstrip().startswith("{#"), f"{file.name} does not say what its arguments are"


def glued_lines(source: str) -> list[str]:
    """Lines with words whose last tag eats the end of the line: what follows would stand in the same line."""
    lines = source.splitlines()
    return [line for line in lines if TAG.sub("", line).strip() and line.endswith("%}") and not line.endswith("+%}")]


def test_mails_begin_with_their_subject() -> None:
    for file in (TEMPLATES / "email").glob("*/*.md"):
        assert file.read_text().startswith("Subject: "), file


def test_paragraphs_of_mails_stay_apart() -> None:
    for file in (TEMPLATES / "email").glob("*/*.md"):
        assert glued_lines(file.read_text()) == [], f"{file} ends a line of words with a tag: write +%}} there"
    assert glued_lines("{% if a %}\nyes{% endif %}\n\n[Open]") == ["yes{% endif %}"]


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html", "txt", "xml"])
    assert names
    for name in names:
        app.jinja_env.get_template(name)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('<p style="color: red">', 1),
        ("<script>go()</script>", 1),
        ('<script src="/static/app.js"></script>', 0),
        ('<button onclick="go()">', 1),
        ('<a href="javascript:go()">', 1),
        ("{# never style= here #}", 0),
        ('<div data-style="calm">', 0),
    ],
)
def test_the_rule_itself_finds_what_is_inline(source: str, count: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(source)
    assert len(matches(INLINE, file)) == count
