"""Every component in every state: it renders, keeps to the policy, fits and is usable by everybody."""

import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from ecosystem.core.settings import Mode
from ecosystem.core.web.styleguide import PARTS
from tests.support.applications import build, settings_for_tests
from tests.support.browsers import NewVisitor
from tests.support.pages import assert_accessible, assert_fits

LAYOUTS = ("public", "workspace", "desk", "document", "print")
PATHS = [
    *(f"/styleguide/{part}" for part in (*PARTS, "form")),
    *(f"/styleguide/layout/{layout}" for layout in LAYOUTS),
    "/styleguide/error/409",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_renders_without_inline_style_or_script(client: FlaskClient, path: str, language: str) -> None:
    page = client.get(path, headers={"Accept-Language": language}).text
    assert "</html>" in page
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert page.count("<h1") == 1


def test_a_wrong_form_comes_back_with_a_summary_and_what_was_typed(client: FlaskClient) -> None:
    page = client.post("/styleguide/form", data={"name": "Sâm dây", "email": "không phải", "budget": "nhiều"}).text
    assert "data-error-summary" in page
    assert 'href="#email"' in page
    assert 'value="không phải"' in page
    assert 'value="nhiều"' in page
    assert 'href="#board-0"' in page


def test_it_is_no_part_of_a_production_deployment(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("production")
    settings = settings_for_tests(f"sqlite:///{folder / 'empty.db'}", folder, mode=Mode.PRODUCTION)
    assert "styleguide.index" not in build(settings).view_functions


def show(page: Page, path: str, **display: str) -> None:
    """Open `path` with the given choices of the display bar."""
    page.request.post("/display", form=display)
    page.goto(path)


@pytest.mark.parametrize(
    ("width", "display"),
    [
        (360, {"theme": "dark", "contrast": "more", "size": "l", "lang": "vi"}),
        (1280, {"theme": "light", "contrast": "normal", "size": "m", "lang": "en"}),
    ],
    ids=["phone", "desktop"],
)
def test_everybody_can_use_it(new_visitor: NewVisitor, width: int, display: dict[str, str]) -> None:
    page = new_visitor(width=width)
    for path in PATHS:
        show(page, path, **display)
        assert_fits(page)
        assert_accessible(page)
