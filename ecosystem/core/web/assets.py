"""Static files by their source name, icons by theirs.

The build writes `static/dist/` with a content hash in every name and `manifest.json` beside them, so a
file may be kept by browsers for ever. Files that were compressed by the build are sent compressed.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, has_request_context, request, send_from_directory
from markupsafe import Markup, escape

from ecosystem.core.access import public

A_YEAR = 31_536_000
PRECOMPRESSED = (("br", ".br"), ("gzip", ".gz"))


class AssetMissing(LookupError):
    """The build has not run, or has no such file."""


@lru_cache(maxsize=4)
def _read_manifest(path: str, changed_at: int) -> dict[str, str]:
    """`changed_at` is part of the key, so a new build can be seen without a restart."""
    return {str(name): str(file) for name, file in json.loads(Path(path).read_text("utf-8")).items()}


def _manifest(app: Flask) -> dict[str, str]:
    path = f"{app.static_folder}/manifest.json"
    # A deployment is restarted for a new build; only who develops sees it at once.
    changes = app.jinja_env.auto_reload
    try:
        return _read_manifest(path, os.stat(path).st_mtime_ns if changes else 0)
    except FileNotFoundError as error:
        raise AssetMissing(f"{path} is missing: build the assets first") from error


def asset(name: str) -> str:
    """Return the URL of the built file whose source name is `name`. Raises AssetMissing."""
    # The application itself, since every use of the stand-in looks it up again, and a page asks a hundred times.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        file = _manifest(app)[name]
    except KeyError as error:
        raise AssetMissing(f"no built file for {name!r}") from error
    # As url_for("static", …) would, which pages with dozens of icons need not ask dozens of times.
    below = request.script_root if has_request_context() else ""
    return f"{below}{app.static_url_path}/{file}"


def has_asset(name: str) -> bool:
    """Tell whether the build made a file for `name`."""
    return name in _manifest(current_app._get_current_object())  # type: ignore[attr-defined]


def icon(name: str, label: Any = None, size: str = "md", classes: str = "") -> Markup:
    """Return the icon `name` of the sprite.

    Without `label` it is decoration and hidden from screen readers. `size` is xs, sm, md, lg, xl or 2xl.
    """
    says = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    elsewhere = f"icon:{name}"  # in the sprite of the inside pages, which a first visit does not load
    return _drawn(asset(elsewhere if has_asset(elsewhere) else "sprite.svg"), name, size, classes, says)


@lru_cache(maxsize=2000)
def _drawn(sprite: str, name: str, size: str, classes: str, says: str) -> Markup:
    return Markup(  # noqa: S704 - every part is escaped or chosen here
        f'<svg class="icon icon-{escape(size)} {escape(classes)}" {says} focusable="false">'
        f'<use href="{sprite}#{escape(name)}"></use></svg>'
    )


@public
def send_asset(filename: str) -> Response:
    """Send a built file, compressed if the browser takes it; its name holds its hash, so it never changes."""
    folder = Path(current_app.static_folder or "")
    accepted = request.headers.get("Accept-Encoding", "")
    for encoding, suffix in PRECOMPRESSED:
        if encoding in accepted and (folder / f"{filename}{suffix}").is_file():
            response = send_from_directory(folder, f"{filename}{suffix}", max_age=A_YEAR)
            response.headers["Content-Encoding"] = encoding
            response.mimetype = _mimetype(filename)
            break
    else:
        response = send_from_directory(folder, filename, max_age=A_YEAR)
    response.headers["Vary"] = "Accept-Encoding"
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


def _mimetype(filename: str) -> str:
    kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
    return kinds.get(Path(filename).suffix, "application/octet-stream")


def init_assets(app: Flask) -> None:
    """Make `asset` and `icon` known to templates and serve the built files."""
    app.view_functions["static"] = send_asset
    # Components have arguments called `icon`, which hide the function of that name: it has a second one.
    app.jinja_env.globals.update(asset=asset, has_asset=has_asset, icon=icon, draw_icon=icon)
