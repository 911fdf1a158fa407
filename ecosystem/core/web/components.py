"""The components of `templates/components/` under one name.

Pages write `{{ ui.button(_("Save"), variant="primary") }}` or `{% call ui.card(title=_("Team")) %}…{% endcall %}`:
`ui.NAME` is the macro NAME of `templates/components/NAME.html`, so a page needs no import lines.
"""

from typing import Any

from flask import Flask
from jinja2 import Environment, TemplateNotFound


class Components:
    """Looks a macro up by name; Jinja keeps the compiled templates."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            module = self._environment.get_template(f"components/{name}.html").module
        except TemplateNotFound as error:
            raise AttributeError(f"no component {name!r}") from error
        return getattr(module, name)


def init_components(app: Flask) -> None:
    """Make `ui` known to templates."""
    app.jinja_env.globals["ui"] = Components(app.jinja_env)
