"""Translation in templates, remembered: a page asks for dozens of texts, nearly always the same ones.

`_()` behaves as Flask-Babel's does (the result is markup where the template escapes, variables are put in by name); a
text is looked up once for each language instead of at every use.
"""

from typing import Any

from flask import Flask, g
from flask_babel import Domain, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

MOST_TEXTS = 20_000
_known: dict[tuple[str, bool, str], str] = {}


def language() -> str:
    """Return the language of this request, or the one that is forced for a mail."""
    try:
        # Where Flask-Babel keeps what it found for this request: asking it goes a longer way.
        found = g._flask_babel.babel_locale
    except (AttributeError, RuntimeError):  # nobody asked yet, or nothing is being answered
        found = None
    found = found or get_locale()
    return str(found.language) if found is not None else ""


@pass_eval_context
def translated(context: EvalContext, text: str, **variables: Any) -> str:
    """Return `text` in the language of this request, with the variables put in."""
    key = (language(), bool(context.autoescape), text)
    known = _known.get(key)
    if known is None:
        known = _looked_up(text, context)
        if len(_known) < MOST_TEXTS:
            _known[key] = known
    # A text is a format even without variables, so that "100 %%" reads the same everywhere.
    return known % variables if variables or "%" in known else known


def _looked_up(text: str, context: EvalContext) -> str:
    found = str(get_translations().ugettext(text))
    return Markup(found) if context.autoescape else found  # noqa: S704 - our own catalogue


class KnownLanguages(Domain):  # type: ignore[misc]
    """Flask-Babel's way to a catalogue, shorter: `gettext` and lazy texts in Python come by here, row after row."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self.by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """Return the catalogue of this request's language."""
        wanted = language()
        found = self.by_language.get(wanted)
        if found is None:
            found = super().get_translations()
            if wanted:
                self.by_language[wanted] = found
        return found


def init_texts(app: Flask) -> None:
    """Put both in the place of what Flask-Babel installed."""
    app.jinja_env.globals.update(gettext=translated, _=translated)
    babel = app.extensions["babel"]
    babel.instance.domain_instance = KnownLanguages(babel.default_domain)
