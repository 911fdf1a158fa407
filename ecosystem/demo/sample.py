"""The fictional data set: every person's middle name is "Mẫu" (sample), every address ends in example.vn."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("sample_ecosystem.json")


@cache
def sample() -> dict[str, Any]:
    """Return the whole data set; its schema and provenance stand in its own `meta`."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def ideas() -> list[dict[str, Any]]:
    """Return the 40 ideas with their teams."""
    found: list[dict[str, Any]] = sample()["ideas"]
    return found


def judges() -> list[dict[str, Any]]:
    """Return the 12 judges with expertise and declared conflicts."""
    found: list[dict[str, Any]] = sample()["judges"]
    return found


def rubric(code: str) -> dict[str, Any]:
    """Return the rubric `code` (R1, R2, R3)."""
    found: dict[str, Any] = next(each for each in sample()["rubrics"] if each["code"] == code)
    return found


def contest() -> dict[str, Any]:
    """Return the contest with its phases and prizes."""
    found: dict[str, Any] = sample()["contest"]
    return found


def investor_address(investor: dict[str, Any]) -> str:
    """Return the address at which an investor of the data set signs in."""
    return str(investor["contact_email"]).replace("example.org", "example.vn")
