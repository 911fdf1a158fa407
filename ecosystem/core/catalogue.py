"""Translations: one catalogue a feature, put together into the one file the product reads.

`ecosystem/translations/vi/<feature>.po` holds the texts of `ecosystem/<feature>/` and `templates/<feature>/`; `core.po`
also those of the page shell and of the modules beside the packages. A text that a lower catalogue translates is
not repeated.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "vi"
SHELL = ("layouts", "components", "errors", "styleguide")
# Template folders that bear no feature's name, and whose they are.
FOLDERS = {"email": "notifications"}
# From the ground up; a catalogue may rely on those before it.
FLOORS = ("core", "audit", "notifications", "uploads", "tasks", "accounts", "startups", "payments", "events")
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "_p": ((1, "c"), 2),
    "_lp": ((1, "c"), 2),
    "_n": (1, 2),
    "_ln": (1, 2),
}
JINJA = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w+)\}")
# Constant dates: a catalogue changes only when its texts do.
DATED = datetime(2026, 11, 1, tzinfo=UTC)

Key = tuple[str, str]


@dataclass(frozen=True)
class Finding:
    """Something wrong with a catalogue."""

    feature: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.feature}.po: {self.kind}: {self.text}"


class Contradiction(ValueError):
    """A text is translated in two ways, in two catalogues."""


def features(root: Path = ROOT) -> list[str]:
    """Return the names of all catalogues, from the ground up."""
    packages = sorted(path.parent.name for path in (root / "ecosystem").glob("*/__init__.py"))
    return sorted({"core", *packages}, key=lambda name: (_floor(name), name))


def _floor(feature: str) -> int:
    return FLOORS.index(feature) if feature in FLOORS else len(FLOORS)


def sources(feature: str, root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Yield (extraction method, file) for everything that belongs to `feature`."""
    for path in sorted((root / "ecosystem" / feature).rglob("*.py")):
        yield "python", path
    folders = [feature, *(name for name, owner in FOLDERS.items() if owner == feature)]
    if feature == "core":
        folders += SHELL
        for path in sorted((root / "ecosystem").glob("*.py")):
            yield "python", path
    for folder in folders:
        for path in sorted((root / "templates" / folder).rglob("*")):
            if path.suffix in (".html", ".txt", ".xml"):
                yield "jinja2", path


def extract(feature: str, root: Path = ROOT) -> Catalog:
    """Collect the texts of `feature` from its sources."""
    found = _empty()
    for method, path in sources(feature, root):
        options = JINJA if method == "jinja2" else {}
        name = "jinja2.ext:babel_extract" if method == "jinja2" else "python"
        for _line, message, comments, context in extract_from_file(
            name, path, keywords=KEYWORDS, comment_tags=("Translators:",), options=options, strip_comment_tags=True
        ):
            place = path.relative_to(root).as_posix()
            found.add(message, None, [(place, 1)], auto_comments=comments, context=context)
    return found


def _empty() -> Catalog:
    return Catalog(
        locale=LANGUAGE,
        project="Ecosystem",
        version="1",
        header_comment="# Vietnamese texts of Ecosystem.",
        copyright_holder="Ecosystem contributors",
        msgid_bugs_address="",
        last_translator="Ecosystem contributors",
        language_team="Vietnamese",
        creation_date=DATED,
        revision_date=DATED,
        fuzzy=False,
    )


def po_path(feature: str, root: Path = ROOT) -> Path:
    """Return where the catalogue of `feature` is kept."""
    return root / "ecosystem" / "translations" / LANGUAGE / f"{feature}.po"


def load(feature: str, root: Path = ROOT) -> Catalog:
    """Read the catalogue of `feature`; an absent one is empty."""
    path = po_path(feature, root)
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    """Return what identifies a message: its context and its (singular) text."""
    identity = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", str(identity))


def translated(message: Message) -> bool:
    """Tell whether every form of a message has its translation."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return bool(forms) and all(forms)


def _lower(feature: str, root: Path) -> set[Key]:
    """What the catalogues below `feature` translate already."""
    below = [name for name in features(root) if _floor(name) < _floor(feature)]
    return {key_of(m) for name in below for m in messages(load(name, root)) if translated(m)}


def update(feature: str, root: Path = ROOT) -> tuple[int, int]:
    """Bring the catalogue of `feature` in line with its sources. Returns (texts, texts without a translation)."""
    known = {key_of(message): message for message in messages(load(feature, root))}
    below = _lower(feature, root)
    fresh = _empty()
    for message in messages(extract(feature, root)):
        key = key_of(message)
        kept = known.get(key)
        if key in below and kept is None:
            continue
        string = kept.string if kept is not None and _same_forms(kept, message) else None
        fresh.add(message.id, string, message.locations, auto_comments=message.auto_comments, context=message.context)
    path = po_path(feature, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_written(fresh))
    missing = sum(not translated(message) for message in messages(fresh))
    return len(fresh), missing


def _same_forms(old: Message, new: Message) -> bool:
    return isinstance(old.id, str) == isinstance(new.id, str)


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def merge(root: Path = ROOT) -> Catalog:
    """Put all catalogues together. Raises Contradiction, naming them all, when texts are translated in two ways."""
    whole = _empty()
    taken: dict[Key, tuple[str, Any]] = {}
    contradictions: list[str] = []
    for feature in features(root):
        for message in messages(load(feature, root)):
            if not translated(message) or message.fuzzy:
                continue
            key = key_of(message)
            other, string = taken.setdefault(key, (feature, message.string))
            if string != message.string:
                contradictions.append(f"{key[1]!r} is {string!r} in {other}.po and {message.string!r} in {feature}.po")
            elif other == feature:
                whole.add(message.id, message.string, context=message.context)
    if contradictions:
        raise Contradiction("; ".join([*contradictions, "agree on one, or give one a context with pgettext"]))
    return whole


def compile_all(root: Path = ROOT) -> Path:
    """Write the file the product reads and return where it is. Raises Contradiction."""
    target = root / "ecosystem" / "translations" / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_mo(buffer, merge(root))
    target.write_bytes(buffer.getvalue())
    return target


def check(root: Path = ROOT) -> list[Finding]:
    """List everything that is missing, fuzzy, contradictory, or whose placeholders differ."""
    found = [finding for feature in features(root) for finding in _check_one(feature, root)]
    try:
        merge(root)
    except Contradiction as error:
        found.append(Finding("messages", "contradiction", str(error)))
    return found


def _check_one(feature: str, root: Path) -> Iterator[Finding]:
    own = {key_of(message): message for message in messages(load(feature, root))}
    below = _lower(feature, root)
    for message in messages(extract(feature, root)):
        key = key_of(message)
        present = own.get(key)
        if (present is None or not translated(present)) and key not in below:
            yield Finding(feature, "missing", key[1])
    for key, message in own.items():
        if message.fuzzy:
            yield Finding(feature, "fuzzy", key[1])
        if translated(message) and not placeholders_agree(message):
            yield Finding(feature, "placeholders differ", key[1])


def placeholders_agree(message: Message) -> bool:
    """Tell whether every form of the translation uses the placeholders of the text; a plural's own text decides."""
    identity = message.id if isinstance(message.id, str) else message.id[-1]
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return all(_placeholders(form) == _placeholders(str(identity)) for form in forms)


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


@click.group("i18n")
def i18n() -> None:
    """Translations: update, compile, check."""


@i18n.command("update")
@click.argument("names", nargs=-1)
def update_command(names: Iterable[str]) -> None:
    """Bring the catalogues of the given features, or of all, in line with their sources."""
    chosen = list(names) or features()
    unknown = sorted(set(chosen) - set(features()))
    if unknown:
        raise click.ClickException(f"no such feature: {', '.join(unknown)}")
    for feature in sorted(chosen, key=_floor):
        texts, missing = update(feature)
        click.echo(f"{feature}: {texts} texts, {missing} without a translation")


@i18n.command("compile")
def compile_command() -> None:
    """Put all catalogues together into the file the product reads."""
    try:
        click.echo(f"wrote {compile_all().relative_to(ROOT)}")
    except Contradiction as error:
        raise click.ClickException(str(error)) from error


@i18n.command("check")
def check_command() -> None:
    """Fail when something is missing, fuzzy or contradictory, or when placeholders differ."""
    findings = check()
    for finding in findings:
        click.echo(str(finding))
    if findings:
        raise click.ClickException(f"{len(findings)} problems in the catalogues")


def init_catalogue(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(i18n)
