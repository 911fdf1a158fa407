"""The contracts of pyproject.toml: floors, layers, the pure domain, leaves, the one door to Stripe."""

import subprocess
import sys

from tests.house_rules.sources import ROOT

RUN = "from importlinter.cli import lint_imports_command as run; run()"


def test_imports_keep_the_contracts() -> None:
    result = subprocess.run(
        [sys.executable, "-c", RUN, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout
