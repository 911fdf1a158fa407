"""A project description as a PDF, as a team would upload one."""

from typing import Any


def project_description(idea: dict[str, Any]) -> bytes:
    """Return a two-page PDF about an idea, in letters that hold every Vietnamese mark."""
    from ecosystem.core.documents.lettering import (  # heavy, and only the demonstration's loading needs it here
        FAMILY,
        LetteredPdf,
    )

    pdf = LetteredPdf(format="A4")
    pdf.set_title(idea["title_vi"])
    pdf.add_page()
    pdf.set_font(FAMILY, style="B", size=20)
    pdf.multi_cell(0, 11, idea["title_vi"], new_x="LMARGIN", new_y="NEXT")
    for heading, body in _parts(idea):
        pdf.ln(4)
        pdf.set_font(FAMILY, style="B", size=13)
        pdf.multi_cell(0, 8, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font(FAMILY, size=12)
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
