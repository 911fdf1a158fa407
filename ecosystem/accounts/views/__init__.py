"""The pages of accounts. None of them is kept by a cache: they hold links, codes and personal data."""

from werkzeug.wrappers import Response

from ecosystem.accounts.views import door, links, own, privacy, security, sign_up

blueprints = (door.bp, own.bp)
__all__ = ["blueprints", "links", "privacy", "security", "sign_up"]


def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


for _each in blueprints:
    _each.after_request(_keep_nothing)
