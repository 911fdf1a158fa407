"""People's Markdown becomes safe HTML, and QR codes are drawn."""

import pytest
from flask.testing import FlaskClient

from ecosystem.core.web.rich_text import markdown, qr_drawing


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.vn/pixel.png)",
        "<svg onload=alert(1)>",
    ],
)
def test_nothing_active_gets_through(text: str) -> None:
    html = markdown(text)
    for danger in ("<script", "<img", "<svg", 'href="javascript', 'href="data'):
        assert danger not in html


def test_what_people_need_is_kept() -> None:
    html = markdown("**Giải Nhất** và [thể lệ](https://example.vn)\n\n- một\n- hai\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for part in ("<strong>Giải Nhất</strong>", 'href="https://example.vn"', "noopener", "<li>một</li>", "<td>1</td>"):
        assert part in html


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# A\n\n## B", ["h2", "h3"]),
        ("### A\n\n### B", ["h2", "h2"]),
        ("# A\n\n#### B", ["h2", "h3"]),
        ("## A\n\n# B", ["h2", "h2"]),
    ],
)
def test_headings_start_below_the_pages_own_and_skip_no_level(text: str, tags: list[str]) -> None:
    html = markdown(text)
    assert [html[at + 1 : at + 3] for at in range(len(html)) if html[at : at + 2] == "<h"] == tags


def test_the_preview_renders_the_visitors_own_text(client: FlaskClient) -> None:
    assert "<strong>đậm</strong>" in client.post("/preview/markdown", data={"text": "**đậm**"}).text
    assert client.post("/preview/markdown", data={"text": "a" * 50_001}).status_code == 413


def test_a_code_is_drawn_with_its_description() -> None:
    drawing = qr_drawing("https://example.vn/HS-2026-0042", 'Mã "QR"')
    assert drawing.startswith("<svg role=")
    assert "Mã &#34;QR&#34;" in drawing
    assert "style=" not in drawing
