"""A web worker starts light: what few requests need is loaded by those."""

import subprocess
import sys
from pathlib import Path

from tests.house_rules.sources import ROOT
from tests.support.applications import settings_for_tests
from tests.support.servers import environment_of

HEAVY = [
    "PIL",
    "cryptography",
    "fontTools",
    "fpdf",
    "icalendar",
    "numpy",
    "openpyxl",
    "ortools",
    "phonenumbers",
    "pygments",
    "rich",
    "scipy",
    "segno",
    "stripe",
    "xlsxwriter",
]


def test_heavy_libraries_are_not_loaded_at_the_start(tmp_path: Path) -> None:
    settings = settings_for_tests(f"sqlite:///{tmp_path}/start.db", tmp_path)
    question = f"import sys, wsgi; print(*(name for name in {HEAVY} if sys.modules.get(name)))"
    answer = subprocess.run(
        [sys.executable, "-c", question],
        cwd=ROOT,
        env=environment_of(settings, settings.base_url),
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == [], "import these where they are used"
