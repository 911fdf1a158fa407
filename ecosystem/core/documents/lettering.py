"""PDF documents in our letters: Inter with every Vietnamese and Central Highlands letter."""

from pathlib import Path

from flask import current_app
from fpdf import FPDF
from fpdf.enums import TextEmphasis

FAMILY = "Inter"
STYLES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}


class LetteredPdf(FPDF):
    """A document in Inter. A weight is read from its file when it is first chosen: that takes longer than a page."""

    def set_font(self, family: str | None = None, style: str | TextEmphasis = "", size: float = 0) -> None:
        """Choose the font of what follows, as FPDF does; Inter need not be added before."""
        if (family or self.font_family).lower() == FAMILY.lower():
            self._read("".join(sorted(set(style.style if isinstance(style, TextEmphasis) else style) & set("BI"))))
        super().set_font(family, style, size)  # type: ignore[arg-type]  # sizes may be fractions

    def _read(self, style: str) -> None:
        if FAMILY.lower() + style not in self.fonts:
            fonts = Path(str(current_app.static_folder)) / "fonts-pdf"
            self.add_font(FAMILY, style, str(fonts / f"Inter-{STYLES[style]}.ttf"))  # type: ignore[arg-type]
