"""JSON that somebody sends: what is nested too deeply is as unreadable as what is no JSON at all."""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class BoundedJson(DefaultJSONProvider):
    """The usual JSON, whose reader gives up on deep nesting as on any other mistake."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON. Raises ValueError, which Flask answers with 400."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def init_json_bodies(app: Flask) -> None:
    """Read and write JSON so on `app`."""
    app.json = BoundedJson(app)
