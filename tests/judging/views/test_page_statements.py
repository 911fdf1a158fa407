"""The pages of a contest ask as many statements for one entry as for three and for a hundred."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ecosystem.applications.models import GalleryState
from ecosystem.core.database import transaction
from ecosystem.judging.domain.life_cycle import SheetState
from tests.judging.judged import KEYS, Judged, judged_round
from tests.support.factories.accounts import sign_in
from tests.support.factories.judging import make_sheet
from tests.support.statements import count_statements

SIZES = (1, 3, 100)
Visit = Callable[[FlaskClient, Judged], int]


def queue(client: FlaskClient, judged: Judged) -> int:
    return as_judge(client, judged, f"rounds/{judged.round.public_id}")


def sheet(client: FlaskClient, judged: Judged) -> int:
    return as_judge(client, judged, f"sheets/{judged.charges[0, 0].public_id}")


def save(client: FlaskClient, judged: Judged) -> int:
    sign_in(client, judged.judge(0))
    address = f"/judge/sheets/{judged.charges[0, 0].public_id}"
    for points in ("7", "6"):  # the first save makes the sheet
        with count_statements() as counted:
            assert client.post(address, json={"fields": {"score-team": points}}).status_code == 200
    return len(counted)


def ranking(client: FlaskClient, judged: Judged) -> int:
    return as_organiser(client, judged, f"judging/ranking/{judged.round.public_id}")


def whole_ranking(client: FlaskClient, judged: Judged) -> int:
    return as_organiser(client, judged, f"judging/ranking/{judged.round.public_id}?all=1")


def progress(client: FlaskClient, judged: Judged) -> int:
    return as_organiser(client, judged, f"judging/progress/{judged.round.public_id}")


def entries(client: FlaskClient, judged: Judged) -> int:
    return as_organiser(client, judged, "entries/")


def gallery(client: FlaskClient, judged: Judged) -> int:
    return second_visit(client, f"/contests/{judged.contest.slug}/gallery")


def as_judge(client: FlaskClient, judged: Judged, page: str) -> int:
    sign_in(client, judged.judge(0))
    return second_visit(client, f"/judge/{page}")


def as_organiser(client: FlaskClient, judged: Judged, page: str) -> int:
    sign_in(client, judged.owner)
    return second_visit(client, f"/organise/contests/{judged.contest.slug}/{page}")


def second_visit(client: FlaskClient, address: str) -> int:
    """The first one may keep something for the next."""
    for _ in range(2):
        with count_statements() as counted:
            assert client.get(address).status_code == 200
    return len(counted)


@pytest.fixture(scope="module")
def seen() -> dict[str, int]:
    """How many statements each page asked for the first size."""
    return {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.usefixtures("session")
def test_pages_ask_the_same_for_any_number_of_entries(client: FlaskClient, seen: dict[str, int], size: int) -> None:
    judged = judged_round(entries=size, judges=2, places=1)
    with transaction():
        judged.contest.has_gallery = True
        for entry in judged.entries:
            entry.gallery = GalleryState.SHOWN
        for number in range(1, size):
            make_sheet(judged.charges[0, number], judged.version, *[number % 9] * len(KEYS))
        for number in range(size):
            state = SheetState.HANDED_IN if number % 2 else SheetState.DRAFT
            make_sheet(judged.charges[1, number], judged.version, *[number % 7] * len(KEYS), state=state)
    for visit, most in LIMITS.items():
        asked = visit(client, judged)
        assert asked <= most, visit.__name__
        assert asked == seen.setdefault(visit.__name__, asked), f"{visit.__name__} for {size} entries"


LIMITS: dict[Visit, int] = {
    queue: 7,
    sheet: 8,
    save: 8,
    ranking: 8,
    whole_ranking: 8,
    progress: 11,
    entries: 10,
    gallery: 6,
}
