"""What every page says about the site itself."""

from flask import Flask, current_app, url_for
from flask_babel import get_locale
from flask_login import current_user

from ecosystem.core.addresses import absolute


def site_name() -> str:
    """Return the name of this deployment."""
    return str(current_app.config.get("SITE_NAME", "Ecosystem"))


def home_url() -> str:
    """Return the address of the home page."""
    return url_for("portal.home") if "portal.home" in current_app.view_functions else "/"


def init_shell(app: Flask) -> None:
    """Make them known to templates."""
    app.jinja_env.globals.update(site_name=site_name, home_url=home_url, get_locale=get_locale, absolute=absolute)
    # Flask-Login gives it to templates only; components are imported without their variables.
    app.jinja_env.globals["current_user"] = current_user
