"""Pages are compressed unless that could give a secret away."""

import brotli
from flask import Flask
from flask.testing import FlaskClient

TAKES = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    answer = client.get("/styleguide/", headers=TAKES)
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert b"</html>" in brotli.decompress(answer.data)
    assert client.get("/styleguide/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/styleguide/").headers


def test_text_of_the_request_is_not_compressed_beside_a_session(app: Flask, client: FlaskClient) -> None:
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "anything")
    assert client.get("/styleguide/", headers=TAKES).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in client.get("/styleguide/?q=guess", headers=TAKES).headers
    assert "Content-Encoding" not in client.post("/styleguide/form", data={"name": "guess"}, headers=TAKES).headers


def test_small_answers_and_files_stay_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.post("/styleguide/save", headers=TAKES).headers
