"""What every page needs: assets, components, formats, navigation, preferences, headers, error pages.

The application factory calls `init_web(app)` once, after Flask-Babel and the sign-in are set up.
"""

from flask import Flask

from ecosystem.core.catalogue import init_catalogue
from ecosystem.core.settings import Mode
from ecosystem.core.web import (
    addresses,
    assets,
    components,
    compression,
    error_pages,
    fields,
    formatting,
    json_bodies,
    limits,
    lists,
    navigation,
    preferences,
    rendering,
    responses,
    rich_text,
    shell,
    styleguide,
    texts,
)

SHOWS_STYLEGUIDE = (Mode.DEVELOPMENT, Mode.TESTING)


def init_web(app: Flask) -> None:
    """Register filters, globals, handlers and the blueprints of the page shell on `app`."""
    limits.init_limits(app)
    rendering.init_rendering(app)
    addresses.init_addresses(app)
    json_bodies.init_json_bodies(app)
    init_catalogue(app)
    compression.init_compression(app)
    texts.init_texts(app)
    assets.init_assets(app)
    components.init_components(app)
    fields.init_fields(app)
    formatting.init_formatting(app)
    lists.init_lists(app)
    rich_text.init_rich_text(app)
    shell.init_shell(app)
    navigation.init_navigation(app)
    preferences.init_preferences(app)
    responses.init_responses(app)
    error_pages.init_error_pages(app)
    if app.config["SETTINGS"].mode in SHOWS_STYLEGUIDE:
        app.register_blueprint(styleguide.blueprint)
