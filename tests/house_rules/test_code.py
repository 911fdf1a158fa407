"""Names, sizes and single places."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.sources import ROOT, Place, attributes, name_of, python_files, told

LONGEST_FILE = 300
VAGUE = {"utils", "util", "helpers", "helper", "managers", "manager", "common", "misc"}
CLOCK_READERS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-assets.lock", "package-lock.json")


def code() -> list[Path]:
    return [*python_files("ecosystem"), ROOT / "config.py", ROOT / "wsgi.py"]


def test_commit_stands_once() -> None:
    places = [place for place in attributes(code()) if place.text.split(".")[-1] == "commit"]
    assert [name_of(place.file) for place in places] == ["ecosystem/core/database.py"], told(places)


def test_one_clock() -> None:
    places = [
        place
        for place in attributes(code())
        if place.text in CLOCK_READERS and name_of(place.file) != "ecosystem/core/clock.py"
    ]
    assert not places, told(places)


def test_only_the_settings_read_the_environment() -> None:
    readers = {"os.environ", "os.getenv"}
    places = [place for place in attributes(python_files("ecosystem")) if place.text in readers]
    assert not places, told(places)


def test_files_are_short() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in [*code(), *python_files("tests")]}
    long = {name: length for name, length in lengths.items() if length > LONGEST_FILE}
    assert not long, f"over {LONGEST_FILE} lines, to become packages of the same name: {long}"


def test_modules_have_names_of_their_own() -> None:
    files = [*code(), *python_files("tests"), *(ROOT / "templates").rglob("*"), *(ROOT / "static" / "js").rglob("*.js")]
    vague = [name_of(file) for file in files if {file.stem.lower(), file.parent.name.lower()} & VAGUE]
    assert not vague


def promised(file: Path) -> Iterator[Place]:
    """The public functions and classes at the top of a file that say nothing about themselves."""
    for node in ast.parse(file.read_text()).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield Place(file, node.lineno, f"{node.name} has no docstring")


def test_public_functions_of_domain_and_services_say_what_they_promise() -> None:
    files = [
        file
        for file in python_files("ecosystem")
        if "domain" in file.parts or "services" in {file.stem, file.parent.name}
    ]
    silent = [place for file in files for place in promised(file)]
    assert not silent, told(silent)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_addresses(name: str) -> None:
    content = (ROOT / name).read_text()
    assert "://" not in content
    assert "--index-url" not in content


@pytest.mark.parametrize("name", LOCKS[:3])
def test_python_packages_are_pinned_by_hash(name: str) -> None:
    pins = re.split(r"\n(?=[a-z])", (ROOT / name).read_text())
    assert pins
    assert not [pin for pin in pins if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", pin, re.DOTALL)]


def test_the_lock_for_tests_holds_the_product() -> None:
    """Tests are installed from their lock alone."""
    product, tests = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS[:2]
    )
    assert product
    assert product.items() <= tests.items(), product.keys() - tests.keys()


def test_front_end_packages_are_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: pin for name, pin in packages.items() if name and not pin.get("inBundle")}
    assert fetched
    assert not [name for name, pin in fetched.items() if not pin["integrity"].startswith("sha512-")]


def test_lock_of_the_front_end_has_the_compiler_for_every_platform() -> None:
    # npm leaves platforms out silently when a lock is renewed beside an installed node_modules.
    assert (ROOT / "package-lock.json").read_text().count('"node_modules/@tailwindcss/oxide-') >= 12
