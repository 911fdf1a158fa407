"""The files that the rules look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def page_templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Place:
    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{name_of(self.file)}:{self.line}: {self.text}"


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute chain; the empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f"?.{node.attr}"
    return ""


def attributes(files: list[Path]) -> Iterator[Place]:
    """Every attribute that the files read or call, as a dotted name."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                yield Place(file, node.lineno, dotted(node))


def told(places: list[Place]) -> str:
    return "\n" + "\n".join(map(str, places))
