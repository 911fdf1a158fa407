"""The Vietnamese catalogues are complete, certain, and fit their source strings."""

import ast
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house_rules.sources import ROOT, dotted, name_of, python_files

CATALOGUES = ROOT / "ecosystem" / "translations" / "vi"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
Key = tuple[str | None, str]


def read(name: str) -> Catalog:
    with (CATALOGUES / name).open("rb") as file:
        return read_po(file, locale="vi", domain="messages")


def messages() -> Iterator[tuple[str, Message]]:
    for path in sorted(CATALOGUES.glob("*.po")):
        for message in read(path.name):
            if message.id:
                yield path.name, message


def source_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(texts) and not message.fuzzy


def test_no_text_is_asked_for_inside_an_f_string() -> None:
    """The catalogues are read from the source without looking into f-strings: such a text would stay English."""
    asked = [
        f"{name_of(path)}:{call.lineno}"
        for path in python_files("ecosystem")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and dotted(call.func) in KEYWORDS
    ]
    assert asked == []


def used_in_the_product() -> dict[Key, str]:
    """Every string given to a translating function, and one place where."""
    found: dict[Key, str] = {}
    jinja = {"silent": "false", "extensions": "jinja2.ext.do"}
    options = {"**.html": jinja, "**.txt": jinja, "**.xml": jinja}
    places = {
        "ecosystem": [("**.py", "python")],
        "templates": [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")],
    }
    for folder, methods in places.items():
        extracted = extract_from_dir(ROOT / folder, methods, options, keywords=KEYWORDS)
        for file, line, text, _comments, context in extracted:
            source = text if isinstance(text, str) else text[0]
            found.setdefault((context, source), f"{folder}/{file}:{line}")
    return found


def test_every_string_is_translated() -> None:
    done = {(message.context, source_of(message)) for _name, message in messages() if translated(message)}
    missing = [f"{place}: {key[1]!r}" for key, place in used_in_the_product().items() if key not in done]
    assert not missing, f"{len(missing)} strings without a Vietnamese text:\n" + "\n".join(missing[:60])


def test_nothing_is_fuzzy_or_half_done() -> None:
    open_ones = [f"{name}: {source_of(message)!r}" for name, message in messages() if not translated(message)]
    assert not open_ones, "\n".join(open_ones[:60])


def test_translations_keep_the_placeholders() -> None:
    wrong = []
    for name, message in messages():
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = {placeholder for source in sources for placeholder in PLACEHOLDER.findall(source)}
        for text in texts:
            if {*PLACEHOLDER.findall(text)} - wanted or (len(sources) == 1 and {*PLACEHOLDER.findall(text)} != wanted):
                wrong.append(f"{name}: {sources[0]!r} -> {text!r}")
    assert not wrong, "\n".join(wrong)


def test_one_source_string_has_one_translation() -> None:
    seen: dict[Key, tuple[str, object]] = {}
    clashes = []
    for name, message in messages():
        key = (message.context, source_of(message))
        if key in seen and seen[key][1] != message.string:
            clashes.append(f"{key[1]!r}: {seen[key]} and {(name, message.string)}")
        seen.setdefault(key, (name, message.string))
    assert not clashes, "\n".join(clashes)
