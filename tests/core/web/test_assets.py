"""Built files by their source names; compressed, kept for ever."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ecosystem.core.web.assets import AssetMissing, asset, icon


def test_an_asset_has_a_hash_in_its_address(app: Flask) -> None:
    with app.test_request_context():
        assert asset("app.css").startswith("/static/app-")
        with pytest.raises(AssetMissing, match=r"nothing\.css"):
            asset("nothing.css")


def test_files_are_sent_compressed_and_kept(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset("app.css")
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(plain.data) > len(answer.data)


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/%2e%2e/config.py", "/static/no-such-file.css"])
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_icon_is_decoration_unless_it_says_something(app: Flask) -> None:
    with app.test_request_context():
        assert 'aria-hidden="true"' in icon("check")
        assert 'aria-label="&lt;b&gt;"' in icon("check", label="<b>")
