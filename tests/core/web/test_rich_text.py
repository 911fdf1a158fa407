"""People's Markdown becomes safe HTML, and QR codes are drawn."""

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from ecosystem.core.web.rich_text import markdown, qr_drawing, unbroken, without_links


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


def test_codes_of_entries_stay_on_one_line_and_addresses_as_they_are():
    assert str(unbroken("Xem HS-2026-0042 & <b>")) == (
        'Xem <span class="whitespace-nowrap">HS-2026-0042</span> &amp; &lt;b&gt;'
    )
    link = Markup('<a href="/HS-2026-0042">HS-2026-0042</a>')
    assert str(unbroken(link)) == '<a href="/HS-2026-0042"><span class="whitespace-nowrap">HS-2026-0042</span></a>'
    assert unbroken("A-20-0042 và 0912-2026-0042") == "A-20-0042 và 0912-2026-0042"


def test_a_letter_is_shown_without_ways_to_follow_its_links():
    shown = str(without_links(markdown("Xem [hồ sơ](https://example.vn/judge/1) **này**")))
    assert "<a" not in shown
    assert 'title="https://example.vn/judge/1"' in shown
    assert "hồ sơ" in shown
    assert "<strong>này</strong>" in shown
