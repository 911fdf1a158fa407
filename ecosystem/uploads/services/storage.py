"""Where the bytes of uploads lie."""

from flask import current_app

from ecosystem.core.storage import LocalStorage


def storage() -> LocalStorage:
    """Return the storage of this deployment's uploads."""
    return LocalStorage(current_app.config["SETTINGS"].uploads)
