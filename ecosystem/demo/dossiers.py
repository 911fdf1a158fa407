"""A project description as a PDF, as a team would upload one."""

from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "static" / "dist" / "fonts-pdf"


def project_description(idea: dict[str, Any]) -> bytes:
    """Return a two-page PDF about an idea, in letters that hold every Vietnamese mark."""
    from fpdf import FPDF  # heavy, and only the demonstration's loading needs it here

    pdf = FPDF(format="A4")
    regular, bold = _fonts()
    pdf.add_font("text", style="", fname=regular)
    pdf.add_font("text", style="B", fname=bold)
    pdf.set_title(idea["title_vi"])
    pdf.add_page()
    pdf.set_font("text", style="B", size=20)
    pdf.multi_cell(0, 11, idea["title_vi"], new_x="LMARGIN", new_y="NEXT")
    for heading, body in _parts(idea):
        pdf.ln(4)
        pdf.set_font("text", style="B", size=13)
        pdf.multi_cell(0, 8, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("text", size=12)
        pdf.multi_cell(0, 7, body, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _parts(idea: dict[str, Any]) -> list[tuple[str, str]]:
    ask = idea["ask"] or {"amount_vnd": 0, "purpose_vi": "Nhóm tự thực hiện bằng nguồn lực sẵn có"}
    amount = f"{ask['amount_vnd']:,}".replace(",", ".")
    return [
        ("1. Vấn đề", idea["problem_vi"]),
        ("2. Giải pháp và tính mới", idea["solution_vi"]),
        ("3. Nguồn lực và kế hoạch", f"Mức độ sẵn sàng công nghệ: {idea['trl']}. {ask['purpose_vi']}."),
        ("4. Nhu cầu vốn", f"{amount} đồng."),
    ]


def _fonts() -> tuple[Path, Path]:
    """The whole fonts that set-up puts beside the assets; Inter has all letters of Kon Tum's names."""
    found = sorted(FONTS.glob("*.ttf"))
    regular = next(font for font in found if "regular" in font.name.lower() or "400" in font.name)
    bold = next(font for font in found if "bold" in font.name.lower() or "700" in font.name)
    return regular, bold
