"""How a visitor wants pages to look: theme, text size, contrast, language.

Kept in a plain cookie, because nothing in it is secret or trusted: every value is one of a short list. The
controls are ordinary form posts, so they work without JavaScript.
"""

from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Flask, Response, abort, g, has_request_context, request
from flask_login import current_user

from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.signals import announce
from ecosystem.core.web.responses import redirect_back

COOKIE = "display"
A_YEAR = 365 * 24 * 3600
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("auto", "light", "dark"),
    "size": ("s", "m", "l"),
    "contrast": ("normal", "more"),
    "lang": ("", "vi", "en"),
}
LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"

blueprint = Blueprint("preferences", __name__)


@dataclass(frozen=True)
class Display:
    """The choices of one visitor; `lang` is empty until one was made."""

    theme: str = "auto"
    size: str = "m"
    contrast: str = "normal"
    lang: str = ""


def read_display(cookie: str) -> Display:
    """Read the cookie; whatever is not one of the choices is ignored."""
    return changed(Display(), dict(parse_qsl(cookie[:200])))


def changed(display: Display, wishes: dict[str, str]) -> Display:
    """Return `display` with those of `wishes` that are possible."""
    valid = {name: value for name, value in wishes.items() if value in CHOICES.get(name, ())}
    return replace(display, **valid)


def display() -> Display:
    """Return the choices of this visitor."""
    if "display" not in g:
        g.display = read_display(request.cookies.get(COOKIE, ""))
    chosen: Display = g.display
    return chosen


def remember(response: Response, wishes: dict[str, str]) -> Response:
    """Store the visitor's choices together with `wishes` in the cookie of `response`."""
    g.display = changed(display(), wishes)
    response.set_cookie(
        COOKIE,
        urlencode(asdict(g.display)),
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    return response


def chosen_language() -> str:
    """Return the language of this request: the visitor's choice, the account's, the browser's, Vietnamese."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    for wish in (display().lang, getattr(current_user, "language", None)):
        if wish in LANGUAGES:
            return str(wish)
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def chosen_zone() -> str:
    """Return the IANA zone of this request: the account's, else Viet Nam's."""
    wish = getattr(current_user, "timezone", None) if has_request_context() else None
    return str(wish) if wish and clock.is_zone(wish) else clock.DEFAULT_ZONE


@dataclass(frozen=True)
class LanguageChosen:
    """Announced when a visitor chose a language in the header."""

    language: str


@blueprint.post("/display")
@public
def change() -> Response:
    """Store what was chosen and go back to the page it was chosen on."""
    # Exempt from the CSRF token, so that public pages need no session; a foreign site is told by the browser.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    if request.form.get("lang") in LANGUAGES:
        announce(LanguageChosen(request.form["lang"]))
    return remember(redirect_back(), request.form.to_dict())


def init_preferences(app: Flask) -> None:
    """Register the endpoint and make `display` known to templates."""
    app.register_blueprint(blueprint)
    csrf = app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(blueprint)
    app.jinja_env.globals.update(display=display, LANGUAGES=LANGUAGES)
