"""Pages that look across features, for visitors and for everybody signed in."""

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

_PAGES = ("home", "contest", "work", "about")


def _blueprints() -> tuple[Blueprint, ...]:
    names = (f"{__name__}.{page}" for page in _PAGES)
    return tuple(b for name in names if find_spec(name) for b in import_module(name).blueprints)


blueprints = _blueprints()
