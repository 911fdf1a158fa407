"""The components of `templates/components/` under one name.

Pages write `{{ ui.button(_("Save"), variant="primary") }}` or `{% call ui.card(title=_("Team")) %}…{% endcall %}`:
`ui.NAME` is the macro NAME of `templates/components/NAME.html`, so a page needs no import lines.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import Environment, TemplateNotFound

from ecosystem.core.web.texts import language

# On every page and the same for everybody who reads one language: drawn once for each.
SAME_FOR_ALL = frozenset({"toasts", "confirm_dialog"})


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
        found = _drawn_once(macro) if name in SAME_FOR_ALL else macro
        self.__dict__[name] = found
        return found


def _drawn_once(macro: Callable[[], str]) -> Callable[[], str]:
    drawn: dict[str, str] = {}

    def component() -> str:
        reader = language()
        if reader not in drawn:
            drawn[reader] = macro()
        return drawn[reader]

    return component


def init_components(app: Flask) -> None:
    """Make `ui` known to templates."""
    app.jinja_env.globals["ui"] = Components(app.jinja_env)
