"""The tests that docs/security.md names exist."""

import ast
import re

from tests.house_rules.sources import ROOT, python_files


def names_of_tests() -> set[str]:
    return {
        node.name
        for file in python_files("tests")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_claim_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text()))
    assert len(named) > 60
    assert sorted(named - names_of_tests()) == []
