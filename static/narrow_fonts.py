"""Make fonts light. Run by build.mjs.

    python static/narrow_fonts.py web SOURCE TARGET [SOURCE TARGET …]
    python static/narrow_fonts.py print SOURCE TARGET [SOURCE TARGET …]

For the web: the weights the product uses, the features it asks for, no hints. Inter as it comes holds weights from 100
to 900, which is a third more than a page needs on its first visit. For PDF documents: all letters, but without the
rules by which letters replace and move each other; no document asks for them, and reading them took most of its time.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 700)
LAYOUT = ("GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep")
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "calt", "tnum"]


def narrow(source: Path, target: Path) -> None:
    """Write `source` without what no page shows."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": WEIGHTS})
    for name in font.getGlyphOrder():
        font["gvar"].variations.setdefault(name, [])  # the subsetter asks for glyphs that do not vary, too
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def plain(source: Path, target: Path) -> None:
    """Write `source` without its layout rules, hints and names of glyphs."""
    font = TTFont(source, recalcTimestamp=False)
    for table in LAYOUT:
        if table in font:
            del font[table]
    font["post"].formatType = 3.0
    font.save(target)


if __name__ == "__main__":
    make = {"web": narrow, "print": plain}[sys.argv[1]]
    for given, wanted in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
        make(Path(given), Path(wanted))
