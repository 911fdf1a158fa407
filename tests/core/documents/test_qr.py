"""The QR codes of papers hold the address that is printed beside them: the squares drawn are read from the PDF."""

import io
import re

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PageObject, PdfReader
from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.judging.models import Award
from tests.judging.judged import Judged, judged_round
from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import make_prize

POINTS = 72 / 25.4  # of a millimetre
_SQUARES = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re\s+f")


@pytest.fixture
def announced(client: FlaskClient) -> Judged:
    made = judged_round(entries=3, judges=2, places=1, chaired=True)
    made.handed_in([10, 9], [8, 8], [4, 4])
    make_prize(made.contest, rank=1, board_id=made.board.id)
    sign_in(client, made.owner)
    here = f"/organise/contests/{made.contest.slug}/judging/results/{made.round.public_id}"
    client.post(here, data={"decision": "rule", "board": made.board.key})
    client.post(f"{here}/awards", data={"proposed": "1"})
    assert client.post(f"{here}/announcement", data={"understood": "y"}).status_code == 302
    return made


def first_page(client: FlaskClient, path: str) -> PageObject:
    answer = client.get(path)
    assert answer.mimetype == "application/pdf"
    return PdfReader(io.BytesIO(answer.data)).pages[0]


def drawn(page: PageObject, size: float, modules: int) -> set[tuple[int, int]]:
    """The dark modules (row, column) of the one code of `size` millimetres on the page."""
    contents, step = page.get_contents(), size / modules * POINTS
    assert contents is not None
    found = [tuple(map(float, each)) for each in _SQUARES.findall(contents.get_data())]
    bars = [each for each in found if abs(each[3] - step) < 0.02]
    left, top = min(bar[0] for bar in bars), max(bar[1] for bar in bars)
    return {
        (round((top - y) / step), round((x - left) / step) + offset)
        for x, y, width, _ in bars
        for offset in range(round(width / step))
    }


def dark(text: str) -> tuple[set[tuple[int, int]], int]:
    matrix = segno.make(text, error="m", micro=False).matrix
    return {(row, column) for row, line in enumerate(matrix) for column, is_dark in enumerate(line) if is_dark}, len(
        matrix
    )


def test_the_code_of_a_certificate_leads_to_its_check(app: Flask, client: FlaskClient, announced: Judged) -> None:
    award = session().scalars(select(Award)).one()
    page = first_page(client, f"/certificates/{award.public_id}.pdf")
    expected, modules = dark(f"{app.config['SETTINGS'].base_url}/verify/{award.public_id}")
    assert drawn(page, 22, modules) == expected
    assert drawn(page, 22, modules) != dark(f"{app.config['SETTINGS'].base_url}/verify/{award.public_id[::-1]}")[0]


def test_the_code_of_minutes_leads_to_the_address_at_their_foot(client: FlaskClient, announced: Judged) -> None:
    here = f"/organise/contests/{announced.contest.slug}/judging/results/{announced.round.public_id}"
    page = first_page(client, f"{here}/minutes.pdf")
    address = re.search(r"· (https?://\S+/verify/\S+)", page.extract_text())
    assert address is not None
    expected, modules = dark(address[1])
    assert drawn(page, 20, modules) == expected
