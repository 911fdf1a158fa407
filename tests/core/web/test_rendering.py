"""Compiled templates are kept for the next process, and never stand in the way of a page."""

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template
from structlog.testing import capture_logs

from ecosystem.core.web.rendering import CompiledTemplates, init_rendering

PAGE = "<p>{{ said }}</p>"


@pytest.fixture
def places(tmp_path: Path) -> SimpleNamespace:
    """A folder with one template, and one for what is compiled."""
    templates = tmp_path / "written"
    templates.mkdir()
    (templates / "page.html").write_text(PAGE)
    return SimpleNamespace(written=templates, compiled_templates=tmp_path / "compiled")


def a_process(places: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, list[str]]:
    """An application that knows nothing yet, and the templates it compiles."""
    app = Flask("process", template_folder=str(places.written))
    app.config["SETTINGS"] = places
    init_rendering(app)
    compiled: list[str] = []
    generate = app.jinja_env._generate

    def noticed(source, name, filename, defer_init=False):  # type: ignore[no-untyped-def]
        compiled.append(name)
        return generate(source, name, filename, defer_init)

    monkeypatch.setattr(app.jinja_env, "_generate", noticed)
    return app, compiled


def page_of(app: Flask) -> str:
    with app.test_request_context():
        return render_template("page.html", said="Xin chào & tạm biệt")


def test_the_next_process_compiles_nothing_again(places: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    first, compiled = a_process(places, monkeypatch)
    assert page_of(first) == "<p>Xin chào &amp; tạm biệt</p>"
    assert compiled == ["page.html"]
    second, compiled = a_process(places, monkeypatch)
    assert page_of(second) == "<p>Xin chào &amp; tạm biệt</p>"
    assert compiled == []


def test_a_changed_template_is_compiled_again(places: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    page_of(a_process(places, monkeypatch)[0])
    (places.written / "page.html").write_text("<b>{{ said }}</b>")
    second, compiled = a_process(places, monkeypatch)
    assert page_of(second) == "<b>Xin chào &amp; tạm biệt</b>"
    assert compiled == ["page.html"]


def test_other_settings_have_files_of_their_own(places: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = a_process(places, monkeypatch)
    before = CompiledTemplates(places.compiled_templates, app.jinja_env).pattern
    app.jinja_env.trim_blocks = True
    assert CompiledTemplates(places.compiled_templates, app.jinja_env).pattern != before


def test_a_full_disk_costs_no_page(places: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = a_process(places, monkeypatch)

    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", full)
    with capture_logs() as logs:
        assert page_of(app) == "<p>Xin chào &amp; tạm biệt</p>"
    assert [each["event"] for each in logs] == ["template_not_kept"]
    assert list(places.compiled_templates.iterdir()) == []
