"""The public pages of published results: how they were computed, the file, checking it; papers with codes."""

import io
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from ecosystem.core.database import session
from ecosystem.judging.models import IssuedDocument
from ecosystem.judging.queries.decisions import publication_of
from ecosystem.judging.services import publication
from tests.judging.judged import Judged
from tests.judging.published import opened, published, resealed, scored_round
from tests.support.factories.accounts import sign_in
from tests.support.statements import count_statements


@pytest.fixture
def judged(app: Flask) -> Judged:
    made = scored_round()
    published(made)
    return made


def here(judged: Judged) -> str:
    return f"/contests/{judged.contest.slug}/results"


def download(client: FlaskClient, judged: Judged) -> bytes:
    return client.get(f"{here(judged)}-1.json").data


def check(client: FlaskClient, content: bytes, published_hash: str = "", name: str = "results.json") -> str:
    data = {"file": (io.BytesIO(content), name), "published_hash": published_hash}
    answer = client.post("/verify", data=data, content_type="multipart/form-data")
    return f"{answer.status_code} {answer.headers.get('Location', '')} {answer.text}"


def test_the_page_explains_the_results(client: FlaskClient, judged: Judged) -> None:
    with count_statements() as counted:
        page = client.get(f"{here(judged)}/1")
    counted.at_most(8)
    assert page.status_code == 200
    assert sha256(download(client, judged)).hexdigest() in page.text
    assert judged.entries[0].title in page.text
    assert "python -m ecosystem.judging.verify" in page.text


def test_there_is_no_page_before_and_after(client: FlaskClient, judged: Judged) -> None:
    assert client.get(f"{here(judged)}/2").status_code == 404
    found = publication_of(judged.round)
    assert found is not None
    publication.withdraw_publication(found, reason="Sai sót", by=judged.owner)
    assert client.get(f"{here(judged)}/1").status_code == 404
    assert client.get(f"{here(judged)}-1.json").status_code == 404


def test_the_downloaded_file_is_found_genuine(client: FlaskClient, judged: Judged) -> None:
    content = download(client, judged)
    assert "Nguyên bản và chính xác" in check(client, content)
    assert "Nguyên bản và chính xác" in check(client, content, sha256(content).hexdigest().upper() + " ")


def test_a_changed_file_is_told_from_it(client: FlaskClient, judged: Judged) -> None:
    content = download(client, judged)
    assert "Không khớp" in check(client, content.replace(b'"rank":1', b'"rank":3', 1))
    document = opened(content)
    document["contest"]["title"] = "Cuộc thi khác"
    assert "không được công bố tại đây" in check(client, resealed(document))
    assert "dấu vân tay khác" in check(client, resealed(document), sha256(content).hexdigest())


def test_a_withdrawn_file_is_known_as_such(client: FlaskClient, judged: Judged) -> None:
    content = download(client, judged)
    found = publication_of(judged.round)
    assert found is not None
    publication.withdraw_publication(found, reason="Cộng nhầm điểm", by=judged.owner)
    assert "Cộng nhầm điểm" in check(client, content)


@pytest.mark.parametrize("content", [b"", b"\x00" * 9, b"<html>", '{"a": "ế"}'.encode()])
def test_any_other_file_gets_an_answer(client: FlaskClient, judged: Judged, content: bytes) -> None:
    assert "Không khớp" in check(client, content)


def test_bad_forms_are_refused_with_words(client: FlaskClient, judged: Judged) -> None:
    assert check(client, b"{}", "không phải").startswith("400")
    assert client.post("/verify", data={}).status_code == 400


@pytest.mark.parametrize("kind", ["minutes", "sheets"])
def test_papers_bear_a_code_that_leads_to_their_check(client: FlaskClient, judged: Judged, kind: str) -> None:
    sign_in(client, judged.owner)
    url = f"/organise/contests/{judged.contest.slug}/judging/results/{judged.round.public_id}/{kind}.pdf"
    first, second = client.get(url).data, client.get(url).data
    assert first == second, "the same paper is the same file"
    issued = session().query(IssuedDocument).one()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    assert issued.public_id in text
    client.post("/sign-out")
    page = client.get(f"/verify/{issued.public_id}")
    assert "thật" in page.text
    assert f"302 /verify/{issued.public_id}" in check(client, first, name="bien-ban.pdf")
    assert "Không khớp" in check(client, first + b"\n", name="bien-ban.pdf")


def test_a_draft_of_the_minutes_bears_no_code(client: FlaskClient, app: Flask) -> None:
    made = scored_round()
    sign_in(client, made.owner)
    url = f"/organise/contests/{made.contest.slug}/judging/results/{made.round.public_id}/minutes.pdf"
    assert client.get(url).data.startswith(b"%PDF")
    assert session().query(IssuedDocument).count() == 0
