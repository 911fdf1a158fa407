"""Wiring: puts the features together in the order of the floors. With cli.py and scheduler.py, the only
module that knows every feature."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ecosystem.core import access, clock
from ecosystem.core.database import init_database
from ecosystem.core.health import init_health
from ecosystem.core.logs import init_logs
from ecosystem.core.settings import Mode, Settings
from ecosystem.core.web import init_web

ROOT = Path(__file__).resolve().parent.parent

# From the ground up, as in ARCHITECTURE.md.
FEATURES = (
    "audit",
    "notifications",
    "uploads",
    "tasks",
    "accounts",
    "calendar",
    "startups",
    "events",
    "payments",
    "contests",
    "exhibitions",
    "mentoring",
    "investors",
    "applications",
    "showcase",
    "fundraising",
    "judging",
    "visitors",
    "voting",
    "portal",
    "console",
)
LAYERS = ("models", "policies", "notices", "reactions", "menu", "background")

babel = Babel()
login = LoginManager()
csrf = CSRFProtect()


def create_app(settings: Settings) -> Flask:
    """Build the application. Raises RuntimeError when an endpoint does not declare its access."""
    app = Flask(
        __name__,
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static" / "dist"),
        static_url_path="/static",
        instance_path=str(settings.instance),
    )
    _configure(app, settings)
    init_logs(app)
    init_database(app)
    csrf.init_app(app)
    _init_languages(app)
    _init_requests(app)
    init_web(app)
    init_health(app)
    _init_sign_in(app)
    for feature in FEATURES:
        _wire(app, feature)
    _declare_static(app)
    import_module("ecosystem.cli").init_commands(app)
    access.check_endpoints(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.instance.mkdir(parents=True, exist_ok=True)
    is_secure = settings.base_url.startswith("https://")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MIGRATIONS_DIR=str(ROOT / "migrations"),
        TESTING=settings.mode is Mode.TESTING,
        MAX_CONTENT_LENGTH=settings.largest_upload + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        # Browsers take a cookie of this prefix from this very host over https only; over http they would refuse it.
        SESSION_COOKIE_NAME="__Host-ecosystem" if is_secure else "ecosystem",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE=clock.DEFAULT_ZONE,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "ecosystem" / "translations"),
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    app.config.update(settings.extra)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    if settings.mode in (Mode.PRODUCTION, Mode.DEMO):
        app.jinja_env.auto_reload = False
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _init_requests(app: Flask) -> None:
    @app.before_request
    def take_the_instant() -> None:
        clock.start_request()

    @app.teardown_request
    def forget_the_instant(_error: BaseException | None) -> None:
        clock.end_request()

    app.jinja_env.globals.update(can=_can, now=clock.now)


def _can(action_name: str, resource: object = None) -> bool:
    """Templates ask the same rules, by the action's name: `can("startup:edit", startup)`."""
    return access.can(access.actor(), access.action_named(action_name), resource)


def _init_languages(app: Flask) -> None:
    from ecosystem.core.web.preferences import chosen_language, chosen_zone

    babel.init_app(app, locale_selector=chosen_language, timezone_selector=chosen_zone)


def _init_sign_in(app: Flask) -> None:
    login.anonymous_user = access.Nobody
    login.session_protection = None  # sessions are rows that can be revoked; see accounts
    login.init_app(app)
    queries = module_of("accounts", "queries")
    if queries is not None:
        login.user_loader(queries.account_of_session)


def _wire(app: Flask, feature: str) -> None:
    for layer in LAYERS:
        module_of(feature, layer)
    for door in ("views", "api", "webhook"):
        module = module_of(feature, door)
        for blueprint in getattr(module, "blueprints", ()):
            app.register_blueprint(blueprint)
    commands = module_of(feature, "cli")
    for command in getattr(commands, "commands", ()):
        app.cli.add_command(command)


def module_of(feature: str, layer: str) -> ModuleType | None:
    """Import `ecosystem.<feature>.<layer>` if the feature has it; errors inside it are not hidden."""
    name = f"ecosystem.{feature}.{layer}"
    if find_spec(f"ecosystem.{feature}") is None or find_spec(name) is None:
        return None
    return import_module(name)


def _declare_static(app: Flask) -> None:
    app.view_functions["static"] = access.public(app.view_functions["static"])
