"""The components of `templates/components/` under one name.

Pages write `{{ ui.button(_("Save"), variant="primary") }}` or `{% call ui.card(title=_("Team")) %}…{% endcall %}`:
`ui.NAME` is the macro NAME of `templates/components/NAME.html`, so a page needs no import lines.
"""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask
from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup

from ecosystem.core.web.texts import language

# What they draw depends on their arguments and the language, on nothing else of the request: drawn once for each.
DRAWN_ONCE = frozenset({"toasts", "confirm_dialog", "badge", "button", "avatar", "progress", "page_link", "save_state"})
MOST_DRAWINGS = 1000  # of one component
PLAIN = frozenset({str, Markup, int, bool, type(None)})


class Components:
    """Looks a macro up by name; once found it is kept, except where templates are being written."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            module = self._environment.get_template(f"components/{name}.html").module
        except TemplateNotFound as error:
            raise AttributeError(f"no component {name!r}") from error
        macro = getattr(module, name)
        if self._environment.auto_reload:
            return macro
        found = drawn_once(macro) if name in DRAWN_ONCE else macro
        self.__dict__[name] = found
        return found


def drawn_once(macro: Callable[..., str]) -> Callable[..., str]:
    """Return a component that remembers what `macro` drew for the same plain arguments."""
    drawn: dict[Hashable, str] = {}

    def component(*args: Any, **kwargs: Any) -> str:
        told = (_told_apart(args), _told_apart(kwargs))
        if None in told:
            return macro(*args, **kwargs)
        key = (told, language())  # where the site is mounted and how its files are called stays as long as it runs
        found = drawn.get(key)
        if found is None:
            if len(drawn) >= MOST_DRAWINGS:
                drawn.clear()
            found = drawn[key] = macro(*args, **kwargs)
        return found

    return component


def _told_apart(values: tuple[Any, ...] | dict[str, Any]) -> tuple[Hashable, ...] | None:
    """Return plain values as a key, None when one is not plain.

    The kinds belong to it, since markup equals the text it is made of and 1 equals True.
    """
    names = () if isinstance(values, tuple) else tuple(values)
    given = values if isinstance(values, tuple) else tuple(values.values())
    kinds = tuple([type(each) for each in given])
    if PLAIN.issuperset(kinds):
        return (names, kinds, given)
    if dict not in kinds:
        return None
    parts = [_told_apart(each) if isinstance(each, dict) else _told_apart((each,)) for each in given]
    return None if None in parts else (names, *parts)


def init_components(app: Flask) -> None:
    """Make `ui` known to templates."""
    app.jinja_env.globals["ui"] = Components(app.jinja_env)
