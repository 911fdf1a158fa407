"""Make the web fonts light: the weights the product uses, the features it asks for, no hints. Run by build.mjs.

    python static/narrow_fonts.py FOLDER TARGET NAME…

Inter as it comes holds weights from 100 to 900, which is a third more than a page needs on its first visit.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 700)
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


if __name__ == "__main__":
    folder, into, *names = sys.argv[1:]
    for each in names:
        narrow(Path(folder, each), Path(into, each))
